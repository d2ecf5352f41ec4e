import { describe, expect, test } from 'vitest';
import { guessDateOrder } from './consent-date.ts';
import type { ImportSettings } from './import-settings.ts';
import { rowJudge } from './judge-row.ts';
import { senseDelimiter } from './sense-delimiter.ts';
import { senseEncoding } from './sense-encoding.ts';

const NOW = '2026-11-24T12:00:00.000Z';

describe('the encoding is sensed', () => {
  test.each([
    ['UTF-8', Buffer.from('Ελένη,1'), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeffΕλένη'), 'utf-8'],
    ['UTF-8 cut inside a letter', Buffer.from('Ελένη').subarray(0, 9), 'utf-8'],
    ['UTF-16 with a mark', Buffer.from('\ufeffΕλένη', 'utf16le'), 'utf-16le'],
    ['UTF-16 without one', Buffer.from('phone,name\n6943123456,Eleni', 'utf16le'), 'utf-16le'],
    ['UTF-16, big endian', Buffer.from('phone,name', 'utf16le').swap16(), 'utf-16be'],
  ])('%s', (_, bytes, encoding) => {
    expect(senseEncoding(bytes)).toEqual({ kind: 'text', encoding });
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['only a mark', Buffer.from('\ufeff'), 'empty'],
    ['an xlsx, whatever its name', Buffer.from('PK\u0003\u0004xl/workbook.xml'), 'spreadsheet'],
    ['a picture', Buffer.from([0x89, 0x50, 0, 0, 0, 13, 0, 0, 7, 0]), 'binary'],
  ])('%s is no text', (_, bytes, what) => {
    expect(senseEncoding(bytes)).toEqual({ kind: 'not_text', what });
  });
});

test.each([
  ['phone,name\n1,"a;b;c"\n', ','],
  ['phone;name\n1;"a,b,c"\n2;1,5\n', ';'],
  ['phone\tname\n1\ta\n', '\t'],
  ['phone\n1\n', ','],
  ['sep=;\nphone,x;name\n', ';'],
])('the delimiter of %j is %j', (text, delimiter) => {
  expect(senseDelimiter(text).delimiter).toBe(delimiter);
});

test('the order of a date is known when one date can only be read one way', () => {
  expect(guessDateOrder(['03/05/2026', '31/05/2026'])).toBe('day');
  expect(guessDateOrder(['03/05/2026'])).toBeNull();
});

const settings = (columns: ImportSettings['columns']): ImportSettings => ({
  format: { encoding: 'utf-8', delimiter: ',', announced: false, header: true },
  columns,
  dateOrder: null,
  consent: { kind: 'given', source: 'Cards', date: null },
  list: null,
});

test.each([
  [['3.06943E+11', 'yes', '2026-03-01'], 'shortened_number'],
  [['#VALUE!', 'yes', '2026-03-01'], 'broken_cell'],
  [['2101234567', 'yes', '2026-03-01'], 'landline'],
  [['', 'yes', '2026-03-01'], 'no_number'],
  [['6943123456', 'yes', ''], 'consent_without_date'],
  [['6943123456', 'perhaps', '2026-03-01'], 'consent_unreadable'],
  [['6943123456', 'yes', '2026-03-01', 'more'], 'too_many_cells'],
])('%j is refused: %s', (cells, reason) => {
  const judge = rowJudge(settings(['phone', 'consent', 'consent_date']), { country: 'GR', now: NOW });
  expect(judge(cells)).toEqual({ kind: 'problem', reason });
});

test('a shortened number that has all its digits is read, and a no needs no date', () => {
  const judge = rowJudge(settings(['phone', 'consent', 'consent_date']), { country: 'GR', now: NOW });
  expect(judge(['3.06943123456E+11', 'no', 'perhaps'])).toMatchObject({
    kind: 'person',
    person: { phone: 306943123456, says: false, saysAt: null },
  });
  expect(judge(['', ' ', ''])).toEqual({ kind: 'blank' });
});
