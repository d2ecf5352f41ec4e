import parsePhoneNumber, {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import { tidyPhone } from './tidy-phone.ts';

/**
 * `country` is ISO 3166 alpha-2, or '001' for a number of no country (satellite phones, international networks).
 * `type` is 'unknown' where mobiles and landlines share their ranges, as in the USA and Canada.
 */
export type NormalisedPhone =
  | { ok: true; e164: string; country: string; type: 'mobile' | 'unknown' }
  | { ok: false; reason: 'no_number' | 'impossible_number' | 'landline' | 'not_a_mobile' };

/** Nearly every number that a shop or a file has. */
const PLAIN = /^(?:\+[1-9]|\d)\d{0,30}$/;

/**
 * Whatever stands in a phone field, as the number to text, or why it can't be texted. A number without a country
 * code is read as one of `defaultCountry` (the shop's, ISO alpha-2). Never guesses: "447400…" in a Greek shop is
 * impossible, because the same digits may be a slip in a Greek number, and a guess would text a stranger.
 *
 * Reads libphonenumber's `max` metadata (157 kB, so keep it out of browser bundles). The `mobile` set is a third
 * smaller but knows nothing except mobiles: a landline could not be told from a typing error, and a US number that
 * may be either would count as certainly mobile.
 */
export function normalisePhone(raw: string | null, defaultCountry: string): NormalisedPhone {
  const given = (raw ?? '').trim();
  const text = PLAIN.test(given)
    ? given
    : tidyPhone(given, (part) => parse(part, defaultCountry)?.isValid() === true);
  if (text === '') {
    return { ok: false, reason: 'no_number' };
  }
  if (text === undefined) {
    return { ok: false, reason: 'impossible_number' };
  }
  const number = parse(text, defaultCountry);
  // An extension is reached through a switchboard, or is a second number that was written into the same field.
  if (number === undefined || number.ext !== undefined || !number.isValid()) {
    return { ok: false, reason: 'impossible_number' };
  }
  const country = number.country ?? '001';
  switch (number.getType()) {
    case 'MOBILE':
      return { ok: true, e164: number.number, country, type: 'mobile' };
    case 'FIXED_LINE_OR_MOBILE':
      return { ok: true, e164: number.number, country, type: 'unknown' };
    case 'FIXED_LINE':
      return { ok: false, reason: 'landline' };
    default:
      return { ok: false, reason: 'not_a_mobile' };
  }
}

/** @param digits of an E.164 number. @returns ISO alpha-2; undefined for a number of no country, or no number. */
export const countryOfNumber = (digits: number): string | undefined =>
  parsePhoneNumber(`+${digits}`, { extract: false })?.country;

/** An E.164 number as people read it, "+30 694 312 3456"; anything that is not one comes back as it is. */
export function formatPhone(e164: string): string {
  return parsePhoneNumber(e164, { extract: false })?.formatInternational() ?? e164;
}

function parse(text: string, defaultCountry: string): PhoneNumber | undefined {
  const country = defaultCountry.toUpperCase();
  const options: { defaultCountry?: CountryCode } = isSupportedCountry(country)
    ? { defaultCountry: country }
    : {};
  const number = parsePhoneNumber(text, { ...options, extract: false });
  // "00" is the exit code of most countries, but not of all that a shop may be in (USA: 011).
  if (text.startsWith('00') && !number?.isValid()) {
    return parsePhoneNumber(`+${text.slice(2)}`, { extract: false }) ?? number;
  }
  return number;
}
