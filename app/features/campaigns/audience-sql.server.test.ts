import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { audienceOver, someone } from '../../../test/support/flows/audience-arbitraries.ts';
import { type Places, whoIsIn } from '../../../test/support/flows/audience-reference.ts';
import { type Added, addPeople } from '../../../test/support/flows/audience-world.ts';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { type CustomerAudience, chosenAudienceSchema } from '../../core/campaigns/audience.ts';
import { type Condition, conditionFields } from '../../core/campaigns/audience-condition.ts';
import { pool } from '../../platform/database.server.ts';
import { audienceCondition, parametersOf } from './audience-sql.ts';

const PEOPLE = 90;
const segments = [1, 2, 3].map((n) => ({ id: `gid://shopify/Segment/${n}`, name: `S${n}` }));
let shopId: number;
let lists: number[];
let fetches: Map<string, number>;
let everybody: Added[];

/** Some of the same people stand in another shop too, on lists and in segments of its own: none of them may ever be found. */
beforeAll(async () => {
  const people = fc.sample(someone, { numRuns: PEOPLE, seed: 20_261_124 });
  const other = await populate(people.slice(0, 30));
  ({ shopId, lists, fetches, everybody } = await populate(people));
  expect(other.shopId).not.toBe(shopId);
  await pool.query('ANALYZE');
});

async function populate(people: Parameters<typeof addPeople>[1]) {
  const id = await makeShop();
  const made = await pool.query<{ id: number }>(
    `INSERT INTO contact_list (shop_id, name) SELECT $1, 'L' || n FROM generate_series(1, 3) AS n RETURNING id`,
    [id],
  );
  const read = await pool.query<{ id: number; segment_id: string }>(
    `INSERT INTO segment_fetch (shop_id, campaign_id, review, segment_id, is_audience, done)
     SELECT $1, 1, 1, unnest($2::text[]), true, true RETURNING id, segment_id`,
    [id, segments.map((one) => one.id)],
  );
  const of = {
    lists: made.rows.map((row) => row.id),
    fetches: read.rows.map((row) => row.id),
  };
  return {
    shopId: id,
    lists: of.lists,
    fetches: new Map(read.rows.map((row) => [row.segment_id, row.id])),
    everybody: await addPeople(id, people, of),
  };
}

const places: Places = {
  list: (id) => lists.indexOf(id),
  segment: (id) => segments.findIndex((one) => one.id === id),
};

async function found(audience: CustomerAudience, shop = shopId): Promise<number[]> {
  const { values, add } = parametersOf(shop);
  const { rows } = await pool.query<{ id: number }>(
    `SELECT c.id FROM contact c WHERE c.shop_id = $1 AND ${audienceCondition(audience, fetches, add)} ORDER BY 1`,
    values,
  );
  return rows.map((row) => row.id);
}

const expected = (audience: CustomerAudience): number[] => whoIsIn(audience, everybody, places);

const conditions: [string, Condition][] = [
  ['the country of the number', { field: 'country', in: ['GR', 'US'] }],
  ['the language, whatever its region', { field: 'language', in: ['el'] }],
  ['a last order before a day', { field: 'last_order', is: 'before', date: dayAgo(30) }],
  ['a last order on a day or later', { field: 'last_order', is: 'since', date: dayAgo(30) }],
  ['never having ordered', { field: 'last_order', is: 'never' }],
  ['what was spent at least, to the cent', { field: 'spent', is: 'at_least', amount: 9.99 }],
  ['what was spent at most', { field: 'spent', is: 'at_most', amount: 10 }],
  ['orders at least', { field: 'orders', is: 'at_least', count: 3 }],
  ['orders at most', { field: 'orders', is: 'at_most', count: 1 }],
  ['having a tag', { field: 'tags', is: 'any', tags: ['vip', 'Αθήνα'] }],
  ['having no tag of these', { field: 'tags', is: 'none', tags: ['vip', "o'hara"] }],
  ['a click or an order in the last days', { field: 'engaged', days: 30 }],
  ['no text in the last days', { field: 'not_texted', days: 30 }],
];

test.each(conditions)('%s finds whom a look at each customer finds', async (_, condition) => {
  const audience: CustomerAudience = { kind: 'filter', conditions: [condition] };
  const ids = expected(audience);
  expect(await found(audience)).toEqual(ids);
  // A condition that everybody or nobody meets here would prove nothing.
  const all = expected({ kind: 'everyone' });
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.length).toBeLessThan(all.length);
});

test('any audience finds whom a look at each customer finds', async () => {
  await fc.assert(
    fc.asyncProperty(audienceOver(lists, segments), async (audience) => {
      expect(await found(audience)).toEqual(expected(audience));
    }),
    { numRuns: 150, seed: 7 },
  );
});

test('any audience that can be chosen is SQL that runs, whatever is written in it', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
  const texts = fc.array(text, { minLength: 1, maxLength: 3 });
  const count = fc.integer({ min: -1, max: 4_000 });
  const amount = fc.double({ min: 0, max: 1e9, noNaN: true });
  const date = fc.date({ noInvalidDate: true, min: new Date(0) }).map((at) => at.toISOString().slice(0, 10));
  const is = fc.constantFrom('before', 'since', 'never', 'at_least', 'at_most', 'any', 'none');
  const codes = fc.array(fc.constantFrom('GR', 'el', 'ZZ', 'grc'), { minLength: 1, maxLength: 2 });
  const field = fc.constantFrom(...conditionFields);
  const given = fc.record({
    kind: fc.constantFrom('everyone', 'tags', 'filter', 'filter', 'segment', 'list'),
    tags: texts,
    listId: count,
    segment: fc.record({ id: fc.constantFrom(...segments.map((one) => one.id)), name: text }),
    conditions: fc.array(fc.record({ field, is, in: codes, date, amount, count, tags: texts, days: count }), {
      minLength: 1,
      maxLength: 2,
    }),
    exclude: fc.record(
      { tags: texts, lists: fc.array(count, { minLength: 1 }), textedWithinDays: count },
      { requiredKeys: [] },
    ),
  });
  let ran = 0;
  await fc.assert(
    fc.asyncProperty(given, async (json) => {
      const audience = chosenAudienceSchema.safeParse(json);
      if (audience.success && audience.data.kind !== 'unresolved') {
        ran += 1;
        await found(audience.data);
      }
    }),
    { numRuns: 600, seed: 11 },
  );
  expect(ran).toBeGreaterThan(50);
});

test('a list and a segment of another shop have nobody of this one', async () => {
  const stranger = await makeShop();
  expect(await found({ kind: 'list', listId: lists[0] ?? 0 }, stranger)).toEqual([]);
  expect(await found({ kind: 'segment', segment: segments[0] ?? { id: '', name: '' } }, stranger)).toEqual(
    [],
  );
  expect(await found({ kind: 'everyone' }, stranger)).toEqual([]);
});

function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
