import fc from 'fast-check';
import type { CustomerAudience, Exclude } from '../../../app/core/campaigns/audience.ts';
import type { Condition } from '../../../app/core/campaigns/audience-condition.ts';
import type { Someone } from './audience-world.ts';

const tag = fc.constantFrom('vip', 'VIP', 'Αθήνα', 'ΑΘΉΝΑ', 'b2b', "o'hara", '"; DROP TABLE contact; --');
const tags = fc.uniqueArray(tag, { minLength: 1, maxLength: 3 });
const days = fc.constantFrom(1, 7, 30, 90);
const ago = fc.constantFrom(0, 3, 20, 60, 200);
const place = fc.integer({ min: 0, max: 2 });
const places = fc.uniqueArray(place, { maxLength: 3 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** Few values of each kind, so that conditions meet people and people share numbers. */
export const someone: fc.Arbitrary<Someone> = fc.record({
  phone: maybe(fc.integer({ min: 306_900_000_000, max: 306_900_000_020 })),
  country: maybe(fc.constantFrom('GR', 'CY', 'DE')),
  locale: maybe(fc.constantFrom('el', 'el-CY', 'EN-gb', 'de')),
  tags: fc.uniqueArray(tag, { maxLength: 3 }),
  lastOrder: maybe(ago),
  orders: fc.integer({ min: 0, max: 4 }),
  spent: fc.constantFrom(0, 9.99, 10, 250.5),
  lists: places,
  segments: places,
  texted: fc.array(
    fc.record({
      days: ago,
      how: fc.constantFrom('accepted', 'resolved', 'presumed', 'omitted', 'test', 'planned'),
    }),
    { maxLength: 2 },
  ),
  clicked: fc.array(
    fc.record({ days: ago, how: fc.constantFrom('page', 'opt_out', 'stop_button', 'test') }),
    { maxLength: 2 },
  ),
  gone: fc.constantFrom(null, null, null, null, 'erased', 'deleted'),
});

const bound = fc.constantFrom('at_least' as const, 'at_most' as const);
const date = ago.map((n) => new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10));
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constant('country' as const),
    in: fc.uniqueArray(fc.constantFrom('GR', 'CY', 'US'), { minLength: 1 }),
  }),
  fc.record({
    field: fc.constant('language' as const),
    in: fc.uniqueArray(fc.constantFrom('el', 'en'), { minLength: 1 }),
  }),
  fc.record({
    field: fc.constant('last_order' as const),
    is: fc.constantFrom('before' as const, 'since' as const),
    date,
  }),
  fc.constant({ field: 'last_order', is: 'never' } as const),
  fc.record({
    field: fc.constant('spent' as const),
    is: bound,
    amount: fc.constantFrom(0, 9.99, 10, 250.5, 1e9 - 1),
  }),
  fc.record({ field: fc.constant('orders' as const), is: bound, count: fc.integer({ min: 0, max: 4 }) }),
  fc.record({
    field: fc.constant('tags' as const),
    is: fc.constantFrom('any' as const, 'none' as const),
    tags,
  }),
  fc.record({ field: fc.constant('engaged' as const), days }),
  fc.record({ field: fc.constant('not_texted' as const), days }),
);

/** Audiences over lists and segments that the test knows by these names. */
export function audienceOver(
  lists: readonly number[],
  segments: readonly { id: string; name: string }[],
): fc.Arbitrary<CustomerAudience> {
  const list = fc.constantFrom(...lists);
  const segment = fc.constantFrom(...segments);
  const exclude: fc.Arbitrary<Exclude> = fc.record(
    {
      tags,
      lists: fc.uniqueArray(list, { minLength: 1, maxLength: 2 }),
      segments: fc.uniqueArray(segment, { minLength: 1, maxLength: 2 }),
      textedWithinDays: days,
    },
    { requiredKeys: [] },
  );
  const kinds = fc.oneof(
    fc.constant({ kind: 'everyone' as const }),
    fc.record({ kind: fc.constant('tags' as const), tags }),
    fc.record({
      kind: fc.constant('filter' as const),
      conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('segment' as const), segment }),
    fc.record({ kind: fc.constant('list' as const), listId: list }),
  );
  return fc
    .tuple(kinds, fc.option(exclude))
    .map(([chosen, leave]) => (leave === null ? chosen : { ...chosen, exclude: leave }));
}
