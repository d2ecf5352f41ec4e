import { normalisePhone } from '../contacts/phone-number.ts';
import { meantBy } from './cell.ts';
import { readConsentDate } from './consent-date.ts';
import { readConsentWord } from './consent-word.ts';
import type { ImportField } from './guess-columns.ts';
import type { ImportSettings } from './import-settings.ts';
import type { RowProblem } from './row-problems.ts';
import { readShortened } from './shortened-number.ts';

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
  /** When she said it; only a no may be without. */
  saysAt: string | null;
};

export type JudgedRow =
  | { kind: 'person'; person: ImportedPerson }
  | { kind: 'problem'; reason: RowProblem }
  /** Nothing stands in it: spreadsheets leave such rows at the end. */
  | { kind: 'blank' };

const VALUE_MAX = 255;
const TAGS_MAX = 250;
/** What spreadsheets show instead of a value they can't show or work out. */
const BROKEN = /^#+$|^#(REF|VALUE|NAME|N\/A|NUM|NULL|DIV\/0|ERROR|SPILL|CALC|ΤΙΜΗ!?|ΟΝΟΜΑ)[!?]?$/i;

/**
 * Reads rows by what the merchant said of the file. What can't be read is refused with its reason and never guessed.
 *
 * @param country of the shop, for numbers without a country code.
 * @param now ISO 8601 in UTC.
 */
export function rowJudge(settings: ImportSettings, country: string, now: string) {
  const places = new Map<ImportField, number>();
  settings.columns.forEach((field, column) => {
    if (field !== null) {
      places.set(field, column);
    }
  });
  const width = settings.columns.length;

  return (cells: readonly string[]): JudgedRow => {
    if (cells.every((cell) => cell.trim() === '')) {
      return { kind: 'blank' };
    }
    const read = (field: ImportField): string => {
      const place = places.get(field);
      return place === undefined ? '' : meantBy(cells[place] ?? '');
    };
    // A comma in an unquoted cell has pushed the rest to the right: nothing stands where it belongs.
    if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
      return { kind: 'problem', reason: 'too_many_cells' };
    }
    const raw = read('phone');
    if (BROKEN.test(raw)) {
      return { kind: 'problem', reason: 'broken_cell' };
    }
    const whole = readShortened(raw);
    if (!whole.ok) {
      return { kind: 'problem', reason: 'shortened_number' };
    }
    const phone = normalisePhone(whole.text, country);
    if (!phone.ok) {
      return { kind: 'problem', reason: phone.reason };
    }
    const consent = consentOf(
      settings,
      places.has('consent') ? read('consent') : null,
      read('consent_date'),
      now,
    );
    if (!consent.ok) {
      return { kind: 'problem', reason: consent.reason };
    }
    const named = splitName(read('full_name'), places);
    const person = {
      phone: Number(phone.e164.slice(1)),
      country: phone.country,
      firstName: orNull(read('first_name')) ?? named.first,
      lastName: orNull(read('last_name')) ?? named.last,
      email: orNull(read('email').toLowerCase()),
      locale: localeOf(read('locale')),
      tags: tagsOf(read('tags')),
      says: consent.says,
      saysAt: consent.at,
    };
    const values = [person.firstName, person.lastName, person.email, ...person.tags];
    if (person.tags.length > TAGS_MAX || values.some((value) => value !== null && value.length > VALUE_MAX)) {
      return { kind: 'problem', reason: 'too_long' };
    }
    return { kind: 'person', person };
  };
}

type Said = { ok: true; says: boolean | null; at: string | null } | { ok: false; reason: RowProblem };

/**
 * A no counts whatever the merchant says of the file's consent; a yes only on her word, from a source and with a date.
 *
 * @param word the cell of the column of consent; null: the file has none.
 */
function consentOf(settings: ImportSettings, word: string | null, date: string, now: string): Said {
  const { consent, dateOrder } = settings;
  const said = word === null ? 'yes' : readConsentWord(word);
  if (said === 'unreadable') {
    return { ok: false, reason: 'consent_unreadable' };
  }
  if (said === 'nothing' || (said === 'yes' && consent.kind === 'none')) {
    return { ok: true, says: null, at: null };
  }
  const text = date !== '' ? date : said === 'yes' && consent.kind === 'given' ? consent.date : null;
  if (text === null) {
    return said === 'yes'
      ? { ok: false, reason: 'consent_without_date' }
      : { ok: true, says: false, at: null };
  }
  const at = readConsentDate(text, dateOrder, now);
  if (at.ok) {
    return { ok: true, says: said === 'yes', at: at.at };
  }
  // A no is a no, on whatever day.
  return said === 'yes' ? at : { ok: true, says: false, at: null };
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** A language as browsers write it; anything else says nothing. */
function localeOf(text: string): string | null {
  return /^[a-z]{2,3}([-_][a-z]{2,4})?$/i.test(text) ? text.replace('_', '-') : null;
}

function tagsOf(text: string): string[] {
  const tags = text
    .split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return [...new Set(tags)];
}

/** "Maria Papadopoulou" as both names; only where the file has no column for one of them. */
function splitName(
  text: string,
  places: ReadonlyMap<ImportField, number>,
): { first: string | null; last: string | null } {
  if (text === '' || places.has('first_name')) {
    return { first: null, last: null };
  }
  const [first, ...rest] = text.split(/\s+/);
  return { first: first ?? null, last: places.has('last_name') ? null : orNull(rest.join(' ')) };
}
