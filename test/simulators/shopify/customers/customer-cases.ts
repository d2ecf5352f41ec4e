import { type Dice, diceFor } from './dice.ts';
import type { HomeCountry } from './names.ts';
import { farAwayMobileOf, handTyped, impossibleNumberOf, landlineOf, mobileOf } from './phones.ts';

/** Consent as API 2026-10 names it. */
export type ConsentState = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NEVER_SUBSCRIBED' | 'PENDING';

/** What is special about a customer. The parts of 200 are exact, so that even 200 customers show every case. */
export type Special =
  | 'landline'
  | 'no phone'
  | 'pair'
  | 'impossible'
  | 'far away'
  | 'no name'
  | 'long name'
  | 'emoji';
const SPECIALS: ReadonlyMap<number, Special> = new Map([
  ...[10, 60, 110, 160].map((slot): [number, Special] => [slot, 'landline']),
  ...[25, 75, 125, 175].map((slot): [number, Special] => [slot, 'no phone']),
  [40, 'pair'],
  [90, 'impossible'],
  [140, 'far away'],
  [5, 'no name'],
  [105, 'no name'],
  [55, 'long name'],
  [155, 'emoji'],
]);

/** `n` walks through the 200 slots in steps of 73, so that the special ones do not stand side by side. */
export function specialOf(n: number): Special | undefined {
  return SPECIALS.get((n * 73) % 200);
}

/** The second of a pair comes right after the first. */
function isSecondOfPair(n: number): boolean {
  return n > 0 && specialOf(n - 1) === 'pair';
}

/** Where customer `n` lives; pairs are Greek. */
export function countryOf(n: number, dice: Dice): HomeCountry {
  const percent = dice.throw('country', 100);
  if (isSecondOfPair(n) || specialOf(n) === 'pair' || percent < 45) {
    return 'GR';
  }
  return percent < 60 ? 'CY' : percent < 80 ? 'GB' : 'DE';
}

/** The phone number of customer `n` as the shop holds it: mostly E.164, sometimes as typed; `null` for none. */
export function phoneOf(n: number, seed: number): string | null {
  const dice = diceFor(seed, n);
  if (isSecondOfPair(n)) {
    const shared = mobileOf('GR', n - 1, diceFor(seed, n - 1));
    return dice.throw('second writes by hand', 2) === 0 ? handTyped(shared, 'GR', dice) : shared;
  }
  const country = countryOf(n, dice);
  switch (specialOf(n)) {
    case 'no phone':
      return null;
    case 'landline':
      return landlineOf(country, n);
    case 'impossible':
      return impossibleNumberOf(n, dice);
    case 'far away':
      return farAwayMobileOf(n);
    case 'pair':
      return mobileOf(country, n, dice);
    default: {
      const mobile = mobileOf(country, n, dice);
      return dice.throw('writes by hand', 100) < 2 && country === 'GR'
        ? handTyped(mobile, country, dice)
        : mobile;
    }
  }
}

/** Of three pairs: both subscribed, only the second, only the first. One no must count for both. */
export function stateOf(n: number, dice: Dice): ConsentState {
  const pairNumber = Math.floor(n / 200) % 3;
  if (specialOf(n) === 'pair') {
    return pairNumber === 1 ? 'UNSUBSCRIBED' : 'SUBSCRIBED';
  }
  if (isSecondOfPair(n)) {
    return Math.floor((n - 1) / 200) % 3 === 2 ? 'UNSUBSCRIBED' : 'SUBSCRIBED';
  }
  const special = specialOf(n);
  const mustShow = special !== undefined && special !== 'no phone';
  const percent = dice.throw('consent', 100);
  if (mustShow || percent < 77) {
    return 'SUBSCRIBED';
  }
  return percent < 87 ? 'UNSUBSCRIBED' : percent < 97 ? 'NEVER_SUBSCRIBED' : 'PENDING';
}
