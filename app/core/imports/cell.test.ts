import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meantBy, readCell, safeCell, safeCsv } from './cell.ts';

/** What spreadsheets split a line by, in whatever country. */
const separators = [',', ';', '\t', '|'];

/** Texts of what formulas are hidden with, and between it anything at all. */
const texts = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        ...'=+-@＝＋－＠−;,|"\'\t\r\n\v\f \0x1Ω'.split(''),
        '\u200e',
        '\u2028',
        '\u{e0001}',
        'cmd',
      ),
      { maxLength: 12 },
    )
    .map((signs) => signs.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const visible = (text: string) => text.replace(/(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}]/gu, '').trim();

/** Without what a spreadsheet overlooks; its own apostrophe, which makes a text of a cell, stays. */
const seenOf = (cell: string) => cell.replace(/^[\s"\p{Cc}\p{Cf}]+/u, '');
const isFormula = (cell: string) => /^[=+\-@＝＋－＠﹦﹢﹣﹫−]/u.test(seenOf(cell));

/** All cells of a file, as a reader sees them who separates by `delimiter`; none when that reader gives up. */
function cellsOf(file: string, delimiter: string): string[] {
  try {
    const rows: string[][] = parse(file, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
    return rows.flat();
  } catch (err) {
    if (err instanceof CsvError && err.code === 'CSV_QUOTE_NOT_CLOSED') {
      return [];
    }
    throw err;
  }
}

test('no cell of a written file is a formula, whatever its reader separates by', () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), (values) => {
      const file = stringify([values, values], { ...safeCsv, record_delimiter: '\r\n' });
      for (const delimiter of separators) {
        // A reader that knows no quotation marks, as some do, sees no formula either.
        const naive = file.split(new RegExp(`[${delimiter}\r\n]`));
        for (const cell of [...cellsOf(file, delimiter), ...naive]) {
          expect(isFormula(cell), JSON.stringify({ file, delimiter, cell })).toBe(false);
        }
      }
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  '=1+1',
  '+306943123456',
  '-1',
  '@SUM(A1)',
  '＝1+1',
  '\t=1',
  '\r=1',
  '"=1+1',
  '""=1+1',
  "'=1+1",
  ' =1',
  '\0=1',
  '\u200e=1',
  '\u{e0001}=1',
])('%j stands behind an apostrophe', (formula) => {
  expect(safeCell(formula).startsWith("'")).toBe(true);
});

test.each([
  ["x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"],
  ['x\t=3+3\ty', "x\t'=3+3\ty"],
  ['vip, -10%', "vip,' -10%"],
  ['a;"=1+1"', `a;'"=1+1"`],
  ['a\n=1', "a\n'=1"],
  ['a|＋1', "a|'＋1"],
])('%j is written as %j', (value, cell) => {
  expect(safeCell(value)).toBe(cell);
});

test.each(['Anna-Maria', "'t Hooft", 'a=b', '2026-03-01', 'x@example.com', 'Παπά; Ελένη'])(
  '%j stays as it is',
  (value) => {
    expect(safeCell(value)).toBe(value);
    expect(readCell(value)).toBe(value);
  },
);

test('what was written is read as it was, also out of a file', () => {
  fc.assert(
    fc.property(texts, (value) => {
      expect(readCell(safeCell(value))).toBe(value);
      const rows: string[][] = parse(stringify([['a', value, 'b']], safeCsv));
      expect(rows).toEqual([['a', safeCell(value), 'b']]);
      expect(meantBy(safeCell(value))).toBe(visible(value));
    }),
    { numRuns: 10_000 },
  );
});

test('a line break inside a cell never begins a new line of the file', () => {
  const rows: string[][] = parse(stringify([['a\nb', 'c\rd']], { ...safeCsv, record_delimiter: '\r\n' }));
  expect(rows).toEqual([['a\nb', 'c\rd']]);
});

test.each([
  ['="6943123456"', '6943123456'],
  [`'="6943123456"`, '="6943123456"'],
  ["'+30 694 312 3456 ", '+30 694 312 3456'],
  ["\u200e'+30 694 312 3456", '+30 694 312 3456'],
  ['  Ελένη\u200b ', 'Ελένη'],
  ["'t Hooft", "'t Hooft"],
])('a cell %j of anybody’s file means %j', (cell, meant) => {
  expect(meantBy(cell)).toBe(meant);
});

test('a long text of separators, or of what is overlooked, takes no more than one walk', () => {
  for (const sign of [';', '\t', "'", '"', ' ', '=', ';=']) {
    const hostile = `${sign.repeat(200_000)}=`;
    expect(readCell(safeCell(hostile))).toBe(hostile);
  }
});
