import type { Currency, Money } from './money.ts';

export const plans = ['free', 'starter', 'growth'] as const;
export type Plan = (typeof plans)[number];

/** Credits that are bought at once. A pack is known by how many they are. */
export type Pack = { credits: number; list: Money; price: Money };
export type PlanOffer = { plan: Plan; price: Money; discountPercent: number };

type Prices = Readonly<Record<Currency, number>>;

/**
 * In cents. To change prices add lines with the day they begin (ISO date, UTC). Never edit or remove one: every purchase
 * must stay explainable. A price of null ends a pack.
 */
const PACKS: readonly { from: string; credits: number; cents: Prices | null }[] = [
  { from: '2026-01-01', credits: 500, cents: { EUR: 2_500, USD: 2_700 } },
  { from: '2026-01-01', credits: 2_000, cents: { EUR: 9_600, USD: 10_400 } },
  { from: '2026-01-01', credits: 10_000, cents: { EUR: 45_000, USD: 49_000 } },
  { from: '2026-01-01', credits: 50_000, cents: { EUR: 210_000, USD: 228_000 } },
];

/** Per 30 days. A plan makes every pack cheaper; it brings no credits of its own, and every plan may send. */
const PLANS: readonly { from: string; plan: Plan; cents: Prices; discountPercent: number }[] = [
  { from: '2026-01-01', plan: 'free', cents: { EUR: 0, USD: 0 }, discountPercent: 0 },
  { from: '2026-01-01', plan: 'starter', cents: { EUR: 1_900, USD: 2_100 }, discountPercent: 5 },
  { from: '2026-01-01', plan: 'growth', cents: { EUR: 9_900, USD: 10_900 }, discountPercent: 12 },
];

/** The packs of a day at a plan's price, the smallest first. */
export function packsOn(day: string, currency: Currency, plan: Plan): Pack[] {
  const { discountPercent } = planOn(day, currency, plan);
  return inForce(PACKS, day, ({ credits }) => credits).flatMap(({ credits, cents }) =>
    cents === null
      ? []
      : [
          {
            credits,
            list: { cents: cents[currency], currency },
            price: { cents: Math.round((cents[currency] * (100 - discountPercent)) / 100), currency },
          },
        ],
  );
}

/** The pack of so many credits; undefined when none is sold. */
export const packOn = (day: string, currency: Currency, plan: Plan, credits: number): Pack | undefined =>
  packsOn(day, currency, plan).find((pack) => pack.credits === credits);

/** The plans of a day, the cheapest first. */
export const plansOn = (day: string, currency: Currency): PlanOffer[] =>
  inForce(PLANS, day, ({ plan }) => plan).map(({ plan, cents, discountPercent }) => ({
    plan,
    price: { cents: cents[currency], currency },
    discountPercent,
  }));

/** @throws when the plan has no price yet: the table begins before the product. */
export function planOn(day: string, currency: Currency, plan: Plan): PlanOffer {
  const offer = plansOn(day, currency).find((one) => one.plan === plan);
  if (offer === undefined) {
    throw new Error(`the plan ${plan} has no price on ${day}`);
  }
  return offer;
}

/** The line of each thing that is in force: the latest one whose day has come; of one day the later in the table. */
function inForce<Line extends { from: string }>(
  lines: readonly Line[],
  day: string,
  thing: (line: Line) => string | number,
): Line[] {
  const found = new Map<string | number, Line>();
  for (const line of lines) {
    const before = found.get(thing(line));
    if (line.from <= day && (before === undefined || line.from >= before.from)) {
      found.set(thing(line), line);
    }
  }
  return [...found.values()];
}
