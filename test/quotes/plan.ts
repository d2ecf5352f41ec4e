import fc from 'fast-check';
import type { LastWord } from '../model/heal.ts';
import { type Act, acts } from '../model/steps.ts';
import {
  asksTheCarrier,
  callsTheCarrier,
  changesOfMind,
  changesOfPrice,
  changesOfRules,
  reviewsAgain,
} from './acts.ts';
import type { QuoteWorld } from './quote-world.ts';
import { COUNTRIES, type Rules, rules } from './rules.ts';
import { body, person } from './words.ts';

const HOMES = ['GR', 'GR', 'CY', 'DE', 'US', 'UA'] as const;
const SENDERS = ['Kafeneio', 'Kafeneio', '306900000000', 'abc'] as const;

/** `number`: a mobile of her own, none, or that of the nth contact before her. */
const contact = fc.record({
  who: person,
  country: fc.oneof(
    { weight: 1, arbitrary: fc.constant('home' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...COUNTRIES) },
  ),
  consent: fc.oneof(
    { weight: 10, arbitrary: fc.constant('subscribed' as const) },
    { weight: 1, arbitrary: fc.constantFrom('unsubscribed' as const, 'pending' as const, 'never' as const) },
  ),
  number: fc.oneof(
    { weight: 10, arbitrary: fc.constant('own' as const) },
    { weight: 1, arbitrary: fc.constant('none' as const) },
    { weight: 1, arbitrary: fc.nat(29) },
  ),
});

const lastWords = fc.array(
  fc.constantFrom<ReturnType<LastWord>>('Delivered', 'Delivered', 'Failure', 'Sent', undefined),
  {
    minLength: 1,
    maxLength: 6,
  },
);

/** Everything about one campaign that is left to chance. */
export type Plan = {
  home: string;
  shopName: string;
  sender: string;
  rules: Rules;
  contacts: {
    who: { firstName: string | null; lastName: string | null };
    country: string;
    consent: 'subscribed' | 'unsubscribed' | 'pending' | 'never';
    number: 'own' | 'none' | number;
  }[];
  body: string;
  capitals: boolean;
  perBatch: number;
  /** At first she has too few credits for it. */
  short: boolean;
  /** Between the review and the confirmation. */
  before: Act<QuoteWorld>[];
  scheduled: boolean;
  after: Act<QuoteWorld>[];
  evidence: boolean;
  /** What is reported of the texts in the end, counted round by ordinal. */
  lastWords: ReturnType<LastWord>[];
};

export const plan: fc.Arbitrary<Plan> = fc.record({
  home: fc.constantFrom(...HOMES),
  shopName: fc.constantFrom('Kafeneio', 'Καφενείο', 'myshop.gr', 'Café 😀'),
  sender: fc.constantFrom(...SENDERS),
  rules,
  contacts: fc.array(contact, { minLength: 1, maxLength: 30, size: 'max' }),
  body,
  capitals: fc.constantFrom(false, false, true),
  perBatch: fc.integer({ min: 1, max: 8 }),
  short: fc.constantFrom(false, false, false, true),
  before: fc.array(fc.oneof(changesOfMind, changesOfRules, changesOfPrice, reviewsAgain), { maxLength: 3 }),
  scheduled: fc.constantFrom(true, ...Array.from({ length: 19 }, () => false)),
  after: fc.array(
    fc.oneof(
      { weight: 8, arbitrary: callsTheCarrier },
      { weight: 14, arbitrary: fc.oneof(...acts) },
      { weight: 2, arbitrary: changesOfRules },
      { weight: 2, arbitrary: changesOfPrice },
      { weight: 1, arbitrary: asksTheCarrier },
    ),
    { maxLength: 16, size: 'max' },
  ),
  evidence: fc.boolean(),
  lastWords,
});

/** The plan of a seed, always the same. */
export function planOf(seed: number): Plan {
  const [made] = fc.sample(fc.noBias(plan), { seed, numRuns: 1 });
  if (made === undefined) {
    throw new Error('no plan was made');
  }
  return made;
}
