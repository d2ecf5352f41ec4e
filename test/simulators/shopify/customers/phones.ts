import type { Dice } from './dice.ts';
import type { HomeCountry } from './names.ts';

interface NumberPlan {
  callingCode: string;
  /** Mobile prefixes that take a subscriber number of `mobileDigits` digits. */
  mobilePrefixes: readonly [string, ...string[]];
  mobileDigits: number;
  landlinePrefix: string;
  landlineDigits: number;
  /** What people of the country write before the number at home. */
  trunk: string;
}

const PLANS: Record<HomeCountry, NumberPlan> = {
  GR: {
    callingCode: '30',
    mobilePrefixes: ['690', '693', '694', '697', '698'],
    mobileDigits: 7,
    landlinePrefix: '210',
    landlineDigits: 7,
    trunk: '',
  },
  CY: {
    callingCode: '357',
    mobilePrefixes: ['95', '96', '97', '99'],
    mobileDigits: 6,
    landlinePrefix: '22',
    landlineDigits: 6,
    trunk: '',
  },
  GB: {
    callingCode: '44',
    mobilePrefixes: ['7400', '7712', '7850', '7912'],
    mobileDigits: 6,
    landlinePrefix: '207',
    landlineDigits: 7,
    trunk: '0',
  },
  DE: {
    callingCode: '49',
    mobilePrefixes: ['1512', '1516', '1525', '1575'],
    mobileDigits: 7,
    landlinePrefix: '30',
    landlineDigits: 8,
    trunk: '0',
  },
};

/**
 * A mobile number in E.164. Two customers get the same one only where the caller passes the same `n`: the
 * subscriber digits are `n` shuffled without repetition, up to 1,000,000 customers.
 */
export function mobileOf(country: HomeCountry, n: number, dice: Dice): string {
  const plan = PLANS[country];
  const prefix = dice.pick('mobile prefix', plan.mobilePrefixes);
  return `+${plan.callingCode}${prefix}${shuffledDigits(n, plan.mobileDigits)}`;
}

/** A landline in E.164: it can be called, not texted. */
export function landlineOf(country: HomeCountry, n: number): string {
  const plan = PLANS[country];
  return `+${plan.callingCode}${plan.landlinePrefix}${shuffledDigits(n, plan.landlineDigits)}`;
}

/** A number that no plan allows: too short, or too long. */
export function impossibleNumberOf(n: number, dice: Dice): string {
  return dice.throw('impossible', 2) === 0
    ? `+306${shuffledDigits(n, 7)}`
    : `+44770090${shuffledDigits(n, 9)}`;
}

/** A real mobile of a country that a shop in Europe has no price for (Cuba). */
export function farAwayMobileOf(n: number): string {
  return `+535${shuffledDigits(n, 7)}`;
}

/** The same number as people type it: grouped with spaces, or without the country. */
export function handTyped(e164: string, country: HomeCountry, dice: Dice): string {
  const plan = PLANS[country];
  const national = e164.slice(1 + plan.callingCode.length);
  const grouped = `${national.slice(0, -7)} ${national.slice(-7, -4)} ${national.slice(-4)}`.trim();
  return dice.throw('hand typed', 2) === 0
    ? `+${plan.callingCode} ${grouped}`
    : `${plan.trunk}${national.slice(0, -6)} ${national.slice(-6)}`;
}

/** `n` → digits, one to one: 7 and 10 have no common factor, so no two `n` below 10^digits meet. */
function shuffledDigits(n: number, digits: number): string {
  const space = 10n ** BigInt(digits);
  return String((BigInt(n) * 618_033_987n + 123_457n) % space).padStart(digits, '0');
}
