import { describe, expect, test } from 'vitest';
import type { ImportField } from './import-fields.ts';
import type { ImportSettings } from './import-settings.ts';
import { rowJudge } from './judge-row.ts';

const NOW = '2026-11-24T12:00:00.000Z';
const settings = (
  columns: ImportSettings['columns'],
  consent: ImportSettings['consent'] = { kind: 'given', source: 'Cards', date: '2026-03-01' },
): ImportSettings => ({
  format: { encoding: 'utf-8', delimiter: ',', announced: false, header: true },
  columns,
  dateOrder: null,
  consent,
  list: null,
});
const judge = (
  columns: (ImportField | null)[],
  cells: string[],
  options: { country?: string; dateIsOfYes?: boolean } = {},
) => rowJudge(settings(columns), { country: 'GR', now: NOW, ...options })(cells);
const says = (columns: (ImportField | null)[], cells: string[], options = {}) => {
  const row = judge(columns, cells, options);
  return row.kind === 'person' ? { says: row.person.says, at: row.person.saysAt } : row;
};
const PHONE = '6943123456';
const YES = { says: true, at: '2026-03-01T00:00:00.000Z' };
const NEWEST_NO = { says: false, at: null };

describe('a no in any column is one', () => {
  test.each<[string, (ImportField | null)[], string[], unknown]>([
    ['an opt-out that is not', ['phone', 'opt_out'], [PHONE, 'no'], YES],
    ['an empty opt-out', ['phone', 'opt_out'], [PHONE, ''], YES],
    ['an opt-out', ['phone', 'opt_out'], [PHONE, 'yes'], NEWEST_NO],
    ['an opt-out that says why', ['phone', 'opt_out'], [PHONE, 'asked by phone'], NEWEST_NO],
    ['one of several', ['phone', 'opt_out', 'opt_out'], [PHONE, '', '1'], NEWEST_NO],
    ['beside a yes', ['phone', 'consent', 'opt_out'], [PHONE, 'subscribed', 'TRUE'], NEWEST_NO],
    ['a word of status', ['phone', 'consent'], [PHONE, 'unsubscribed'], NEWEST_NO],
    [
      'a day of the opt-out',
      ['phone', 'opt_out'],
      [PHONE, '2025-03-10'],
      { says: false, at: '2025-03-11T11:59:59.999Z' },
    ],
    [
      'a day beside nothing',
      ['phone', 'opt_out_date'],
      [PHONE, '2025-03-10'],
      { says: false, at: '2025-03-11T11:59:59.999Z' },
    ],
    ['a day that cannot be read', ['phone', 'opt_out_date'], [PHONE, 'last spring'], NEWEST_NO],
    [
      'who left, and came back later',
      ['phone', 'consent', 'consent_date', 'opt_out_date'],
      [PHONE, 'subscribed', '2026-05-02', '2026-04-01'],
      { says: true, at: '2026-05-02T00:00:00.000Z' },
    ],
    [
      'who left on the day on which they came back',
      ['phone', 'consent', 'consent_date', 'opt_out_date'],
      [PHONE, 'subscribed', '2026-04-01', '2026-04-01'],
      { says: false, at: '2026-04-02T11:59:59.999Z' },
    ],
    [
      'who came, and left later',
      ['phone', 'consent_date', 'opt_out_date'],
      [PHONE, '2025-01-10', '2025-02-10 12:00'],
      { says: false, at: '2025-02-11T00:00:00.999Z' },
    ],
  ])('%s', (_, columns, cells, said) => {
    expect(says(columns, cells)).toEqual(said);
  });
});

describe('a no has its own date, and counts to the end of it', () => {
  const columns: ImportField[] = ['phone', 'consent', 'consent_date'];
  test.each<[string, string[], object, unknown]>([
    ['a day', [PHONE, 'no', '2026-03-05'], {}, { says: false, at: '2026-03-06T11:59:59.999Z' }],
    [
      'an hour without a zone',
      [PHONE, 'no', '2026-03-05 18:30:00'],
      {},
      { says: false, at: '2026-03-06T06:30:00.999Z' },
    ],
    [
      'an exact moment',
      [PHONE, 'no', '2026-03-05T18:30:00+00:00'],
      {},
      { says: false, at: '2026-03-05T18:30:00.000Z' },
    ],
    ['today', [PHONE, 'no', '2026-11-24'], {}, NEWEST_NO],
    ['a day to come', [PHONE, 'no', '2027-01-01'], {}, NEWEST_NO],
    ['no day', [PHONE, 'no', ''], {}, NEWEST_NO],
    ['two days that it may be', [PHONE, 'no', '03/05/2026'], {}, NEWEST_NO],
    ['the day of the opt-in', [PHONE, 'no', '2026-03-05'], { dateIsOfYes: true }, NEWEST_NO],
  ])('%s', (_, cells, options, said) => {
    expect(says(columns, cells, options)).toEqual(said);
  });

  test('and a yes from its beginning, which is not ahead', () => {
    expect(says(columns, [PHONE, 'yes', '2026-03-05'])).toEqual({
      says: true,
      at: '2026-03-05T00:00:00.000Z',
    });
    expect(says(columns, [PHONE, 'yes', '2026-11-25'])).toEqual({ says: true, at: NOW });
    expect(says(columns, [PHONE, 'yes', '2026-11-26'])).toEqual({ kind: 'problem', reason: 'future_date' });
  });
});

describe('a no in a row that is refused for something else is obeyed', () => {
  const obeyed = (problem: string) => ({
    kind: 'person',
    problem,
    person: { phone: 306943123456, says: false, firstName: null },
  });
  test('a name that is too long', () => {
    expect(judge(['phone', 'first_name', 'consent'], [PHONE, 'x'.repeat(300), 'no'])).toMatchObject(
      obeyed('too_long'),
    );
    expect(judge(['phone', 'first_name', 'consent'], [PHONE, 'x'.repeat(300), 'yes'])).toEqual({
      kind: 'problem',
      reason: 'too_long',
    });
  });
  test('a comma that has pushed the no to the right', () => {
    const columns: ImportField[] = ['phone', 'full_name', 'consent'];
    expect(judge(columns, [PHONE, 'Papadopoulou', ' Maria', 'no'])).toMatchObject(obeyed('too_many_cells'));
    expect(judge(columns, [PHONE, 'Papadopoulou', ' Maria', 'yes'])).toEqual({
      kind: 'problem',
      reason: 'too_many_cells',
    });
  });
  test('but not where nobody knows whose it is', () => {
    expect(judge(['phone', 'consent'], ['3.06943E+11', 'no'])).toEqual({
      kind: 'problem',
      reason: 'shortened_number',
    });
  });
});

describe('the country of a row decides how its number is read', () => {
  test.each([
    ['079 123 45 67', 'Switzerland', 'FR', 41791234567],
    ['06 12 34 56 78', 'France', 'FR', 33612345678],
    ['06 12 34 56 78', 'NL', 'FR', 31612345678],
    ['601 234 567', 'Česko', 'PL', 420601234567],
    ['6943123456', 'Ελλάδα', 'CY', 306943123456],
    ['+41 79 123 45 67', 'France', 'GR', 41791234567],
    ['+41 79 123 45 67', 'Ruritania', 'GR', 41791234567],
    ['6943123456', '', 'GR', 306943123456],
  ])('%s of %s in a shop of %s', (raw, named, country, phone) => {
    expect(judge(['phone', 'country'], [raw, named], { country })).toMatchObject({ person: { phone } });
  });
  test('a country that nobody knows refuses a national number', () => {
    expect(judge(['phone', 'country'], [PHONE, 'Ruritania'])).toEqual({
      kind: 'problem',
      reason: 'country_unreadable',
    });
    expect(judge(['phone', 'country'], ['12', 'Ruritania'])).toEqual({
      kind: 'problem',
      reason: 'impossible_number',
    });
  });
});

test('names are split, and words for none are none', () => {
  expect(judge(['phone', 'full_name'], [PHONE, 'Papadopoulou, Maria'])).toMatchObject({
    person: { firstName: 'Maria', lastName: 'Papadopoulou' },
  });
  expect(judge(['phone', 'first_name', 'last_name'], [PHONE, 'null', 'N/A'])).toMatchObject({
    person: { firstName: null, lastName: null },
  });
  expect(judge(['phone', 'first_name', 'full_name'], [PHONE, '', 'Anna Rigas'])).toMatchObject({
    person: { firstName: 'Anna', lastName: 'Rigas' },
  });
});
