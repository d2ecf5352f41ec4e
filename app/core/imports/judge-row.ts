import { type NormalisedPhone, normalisePhone } from '../contacts/phone-number.ts';
import { meantBy } from './cell.ts';
import type { LocalTime } from './consent-date.ts';
import { countryNamed } from './country-name.ts';
import type { ImportField } from './import-fields.ts';
import type { ImportSettings } from './import-settings.ts';
import { readTags } from './read-tags.ts';
import type { RowProblem } from './row-problems.ts';
import { consentJudge, type SaidCells } from './said-of-consent.ts';
import { readShortened } from './shortened-number.ts';
import { nameOrNull, splitName } from './split-name.ts';

/** One person of a file; null: the file does not say. Times are ISO 8601 in UTC. */
export type ImportedPerson = {
  phone: number;
  country: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  locale: string | null;
  tags: string[];
  says: boolean | null;
  /** When they said it; only a no may be without, and is then newer than anything. */
  saysAt: string | null;
};

export type JudgedRow =
  /** `problem`: the row is refused for it, but its number and its no can be read, and a no is obeyed. */
  | { kind: 'person'; person: ImportedPerson; problem?: RowProblem }
  | { kind: 'problem'; reason: RowProblem }
  /** Nothing stands in it: spreadsheets leave such rows at the end. */
  | { kind: 'blank' };

export type RowJudgeOptions = {
  /** Of the shop, for numbers without a country code in rows without a country. */
  country: string;
  /** ISO 8601 in UTC. */
  now: string;
  /** Of the zone that the file's times are of; null: nobody knows. */
  localTime?: LocalTime | null;
  /** The date of the consent is that of a yes only, by its column's name ("Opt-in date"). */
  dateIsOfYes?: boolean;
};

const VALUE_MAX = 255;
const TAGS_MAX = 250;
/** What spreadsheets show instead of a value they can't show or work out. */
const BROKEN = /^#+$|^#(REF|VALUE|NAME|N\/A|NUM|NULL|DIV\/0|ERROR|SPILL|CALC|ΤΙΜΗ!?|ΟΝΟΜΑ)[!?]?$/i;

/**
 * Reads rows by what the merchant said of the file. What can't be read is refused with its reason and never guessed; a no is
 * obeyed wherever it and its number can be read.
 */
export function rowJudge(settings: ImportSettings, options: RowJudgeOptions) {
  const { columns } = settings;
  const places = new Map<ImportField, number>();
  columns.forEach((field, column) => {
    if (field !== null && !places.has(field)) {
      places.set(field, column);
    }
  });
  const optOuts = columns.flatMap((field, column) => (field === 'opt_out' ? [column] : []));
  const consentOf = consentJudge(settings, options);

  return (cells: readonly string[]): JudgedRow => {
    if (cells.every((cell) => cell.trim() === '')) {
      return { kind: 'blank' };
    }
    const cell = (column: number): string => meantBy(cells[column] ?? '');
    const read = (field: ImportField): string => {
      const place = places.get(field);
      return place === undefined ? '' : cell(place);
    };
    const said: SaidCells = {
      word: places.has('consent') ? read('consent') : null,
      date: read('consent_date'),
      optOuts: optOuts.map(cell),
      optOutDate: places.has('opt_out_date') ? read('opt_out_date') : null,
    };
    const phone = phoneOf(read('phone'), places.has('country') ? read('country') : '', options.country);
    // A comma in an unquoted cell has pushed the rest to the right: nothing stands where it belongs.
    const shifted = cells.slice(columns.length).filter((one) => one.trim() !== '');
    if (shifted.length > 0) {
      const isNo =
        consentOf.saysNo(said) || shifted.some((one) => consentOf.saysNo({ ...said, word: meantBy(one) }));
      return refused('too_many_cells', phone, isNo ? { says: false, at: null } : undefined);
    }
    if (!phone.ok) {
      return { kind: 'problem', reason: phone.reason };
    }
    const consent = consentOf.judge(said);
    if (!consent.ok) {
      return { kind: 'problem', reason: consent.reason };
    }
    const person = { ...nobody(phone), ...describedBy(read), says: consent.says, saysAt: consent.at };
    const values = [person.firstName, person.lastName, person.email, ...person.tags];
    if (person.tags.length > TAGS_MAX || values.some((value) => value !== null && value.length > VALUE_MAX)) {
      return refused('too_long', phone, consent);
    }
    return { kind: 'person', person };
  };
}

type Phone = { ok: true; number: number; country: string } | { ok: false; reason: RowProblem };

/** A country of the row decides how a national number is read; the number's own country code stands above it. */
function phoneOf(raw: string, named: string, ofShop: string): Phone {
  if (BROKEN.test(raw)) {
    return { ok: false, reason: 'broken_cell' };
  }
  const whole = readShortened(raw);
  if (!whole.ok) {
    return { ok: false, reason: 'shortened_number' };
  }
  const country = named === '' ? ofShop : countryNamed(named);
  // '001' is no country's: only a number with its own country code is read.
  const phone: NormalisedPhone = normalisePhone(whole.text, country ?? '001');
  if (phone.ok) {
    return { ok: true, number: Number(phone.e164.slice(1)), country: phone.country };
  }
  const isNational = country === undefined && normalisePhone(whole.text, ofShop).ok;
  return { ok: false, reason: isNational ? 'country_unreadable' : phone.reason };
}

const nobody = ({ number, country }: Phone & { ok: true }): ImportedPerson => ({
  phone: number,
  country,
  firstName: null,
  lastName: null,
  email: null,
  locale: null,
  tags: [],
  says: null,
  saysAt: null,
});

function refused(
  problem: RowProblem,
  phone: Phone,
  said: { says: boolean | null; at: string | null } | undefined,
): JudgedRow {
  return phone.ok && said?.says === false
    ? { kind: 'person', person: { ...nobody(phone), says: false, saysAt: said.at }, problem }
    : { kind: 'problem', reason: problem };
}

function describedBy(read: (field: ImportField) => string) {
  const [first, last] = [nameOrNull(read('first_name')), nameOrNull(read('last_name'))];
  const whole = first === null ? splitName(read('full_name')) : { first: null, last: null };
  return {
    firstName: first ?? whole.first,
    lastName: last ?? whole.last,
    email: orNull(read('email').toLowerCase()),
    locale: localeOf(read('locale')),
    tags: readTags(read('tags')),
  };
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** A language as browsers write it; anything else says nothing. */
function localeOf(text: string): string | null {
  return /^[a-z]{2,3}([-_][a-z]{2,4})?$/i.test(text) ? text.replace('_', '-') : null;
}
