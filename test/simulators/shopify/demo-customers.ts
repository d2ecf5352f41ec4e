import {
  type ConsentState,
  countryOf,
  phoneOf,
  type Special,
  specialOf,
  stateOf,
} from './customers/customer-cases.ts';
import { type Dice, diceFor } from './customers/dice.ts';
import { EMOJI_FIRST_NAMES, type HomeCountry, LONG_FIRST_NAMES, nameOf } from './customers/names.ts';

export interface SmsConsent {
  state: ConsentState;
  optInLevel: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN' | 'UNKNOWN' | null;
  /** ISO 8601; `null` as long as nobody asked. */
  updatedAt: string | null;
  collectedFrom: 'SHOPIFY' | 'OTHER' | null;
}

export interface DemoCustomer {
  /** `gid://shopify/Customer/7064…`: its number is greater than 2^53, as in real shops. */
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string;
  locale: string;
  country: HomeCountry;
  tags: string[];
  phone: string | null;
  smsConsent: SmsConsent | null;
  numberOfOrders: number;
  /** Decimal text, two places. */
  amountSpent: string;
  /** `null` as long as there is none. */
  lastOrderAt: string | null;
  /** Of her default address; left out, a city of her country. */
  city?: string | null;
  /** By `namespace.key`. */
  metafields?: Record<string, string>;
  createdAt: string;
  updatedAt: string;
}

export interface DemoCustomerOptions {
  count: number;
  seed: number;
}

const FIRST_ID = 706_405_506_930_370_000n;
/** The customers were last touched in these 300 days, the first of them longest ago. */
const FIRST_UPDATE = Date.UTC(2026, 0, 15, 8);
const UPDATES_SPREAD_MS = 300 * 86_400_000;

/**
 * The customers of a demo shop, one after the other: about 45 % Greek, 15 % Cypriot, 20 % British, 20 % German; in
 * every 200, 4 landlines, 4 without a phone, one pair with one phone number, one impossible number, one of a
 * country nobody has a price for, and names that are missing, very long, or hold emoji.
 */
export function* demoCustomers(options: DemoCustomerOptions): Generator<DemoCustomer> {
  for (let n = 0; n < options.count; n += 1) {
    yield demoCustomer(n, options);
  }
}

/** Customer number `n`, from 0: the same for the same options, without making the ones before. */
export function demoCustomer(n: number, options: DemoCustomerOptions): DemoCustomer {
  const dice = diceFor(options.seed, n);
  const special = specialOf(n);
  const country = countryOf(n, dice);
  const name = nameOf(country, dice);
  const phone = phoneOf(n, options.seed);
  const orders = dice.throw('orders', 4) === 0 ? 0 : 1 + (dice.throw('how many orders', 60) % 17);
  const updatedAt = FIRST_UPDATE + Math.floor((UPDATES_SPREAD_MS * n) / options.count);
  const createdAt = updatedAt - (1 + dice.throw('age', 900)) * 86_400_000;
  const lastOrderAt = createdAt + Math.floor(((updatedAt - createdAt) * dice.throw('last order', 100)) / 100);
  return {
    id: customerId(n),
    firstName: firstNameOf(special, name.firstName, dice),
    lastName: special === 'no name' ? null : name.lastName,
    email: `${name.latin}.${n}@example.com`,
    locale: localeOf(country, dice),
    country,
    tags: tagsOf(country, orders, dice),
    phone,
    smsConsent: phone === null ? null : consentOf(stateOf(n, dice), createdAt, dice),
    numberOfOrders: orders,
    amountSpent: ((orders * (900 + dice.throw('spend', 9_000))) / 100).toFixed(2),
    lastOrderAt: orders === 0 ? null : new Date(lastOrderAt).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

/** The gid of customer number `n`. */
export function customerId(n: number): string {
  return `gid://shopify/Customer/${FIRST_ID + BigInt(n)}`;
}

/** The number behind a gid that `customerId` made, or `undefined`. */
export function customerNumber(id: string, count: number): number | undefined {
  const digits = /^gid:\/\/shopify\/Customer\/(\d{1,20})$/.exec(id)?.[1];
  const n = digits === undefined ? -1 : Number(BigInt(digits) - FIRST_ID);
  return n >= 0 && n < count ? n : undefined;
}

function consentOf(state: ConsentState, createdAt: number, dice: Dice): SmsConsent {
  if (state === 'NEVER_SUBSCRIBED') {
    return { state, optInLevel: null, updatedAt: null, collectedFrom: null };
  }
  return {
    state,
    optInLevel: dice.pick('opt-in level', ['SINGLE_OPT_IN', 'SINGLE_OPT_IN', 'CONFIRMED_OPT_IN', 'UNKNOWN']),
    updatedAt: new Date(createdAt + dice.throw('consent minute', 20_000)).toISOString(),
    collectedFrom: dice.pick('collected from', ['SHOPIFY', 'SHOPIFY', 'SHOPIFY', 'OTHER']),
  };
}

function firstNameOf(special: Special | undefined, ordinary: string, dice: Dice): string | null {
  switch (special) {
    case 'no name':
      return null;
    case 'long name':
      return dice.pick('long name', LONG_FIRST_NAMES);
    case 'emoji':
      return dice.pick('emoji', EMOJI_FIRST_NAMES);
    default:
      return ordinary;
  }
}

function localeOf(country: HomeCountry, dice: Dice): string {
  const inEnglish = dice.throw('locale', 10) === 0;
  if (country === 'GB' || inEnglish) {
    return country === 'GB' ? 'en-GB' : 'en';
  }
  return country === 'DE' ? 'de' : 'el';
}

const TOWNS: Record<HomeCountry, readonly [string, ...string[]]> = {
  GR: ['athens', 'athens', 'thessaloniki', 'patras', 'heraklion'],
  CY: ['nicosia', 'limassol', 'larnaca'],
  GB: ['london', 'manchester', 'leeds'],
  DE: ['berlin', 'hamburg', 'munich'],
};

function tagsOf(country: HomeCountry, orders: number, dice: Dice): string[] {
  return [
    ...(dice.throw('town', 10) < 7 ? [dice.pick('which town', TOWNS[country])] : []),
    ...(dice.throw('newsletter', 100) < 35 ? ['newsletter'] : []),
    ...(orders >= 10 ? ['vip'] : []),
    ...(dice.throw('wholesale', 100) < 3 ? ['wholesale'] : []),
  ];
}
