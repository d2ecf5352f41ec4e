/** Where a spreadsheet takes a cell for a formula: "=cmd|…", "+30…", "-1", "@SUM", and the characters that lead to one. */
const FORMULA = /^[=+\-@\t\r\n]/;
/** What Excel itself and some exports write so that a number stays as it is. */
const AS_TEXT = /^="([^"]*)"$/;
const SAFE = /^'(?='*[=+\-@\t\r\n])/;
/** Control and format characters (zero bytes, bidi marks), which no database or phone wants; all but line breaks and joiners. */
const INVISIBLE = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/**
 * A value as a cell that Excel, LibreOffice and Google Sheets show and never calculate: with an apostrophe in front, where it
 * could be a formula. A phone number, which begins with +, stays readable so: as a number, Excel would show 3.06943E+11.
 * `readCell` takes it off again, so that what was exported can be imported.
 */
export function safeCell(value: string): string {
  return FORMULA.test(value) || SAFE.test(value) ? `'${value}` : value;
}

/** A cell of a file as the value that was meant. */
export function readCell(cell: string): string {
  const plain = cell.replace(INVISIBLE, '');
  return (AS_TEXT.exec(plain.trim())?.[1] ?? plain.replace(SAFE, '')).trim();
}
