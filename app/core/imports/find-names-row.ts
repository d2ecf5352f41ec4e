import { looksLikeDate, looksLikeEmail, looksLikePhone } from './cell-looks.ts';
import { readColumnName } from './column-names.ts';
import { consentName } from './consent-names.ts';

/** A row of a file in which something stands. `no`: as a spreadsheet numbers it, from 1. */
export type NumberedRow = { no: number; cells: string[] };

/** How far down the names of the columns may stand, in rows that are filled. */
const SEARCHED = 15;

/**
 * The row that names the columns, by its number; null: the file has none. Titles, dates of an export and empty rows may
 * stand above it, and one name may be a year.
 */
export function findNamesRow(rows: readonly NumberedRow[]): number | null {
  const top = rows.slice(0, SEARCHED);
  const width = usualWidth(rows);
  const data = top.findIndex(({ cells }) => cells.some(isValue));
  let found: { no: number; known: number } | undefined;
  for (const [place, { no, cells }] of top.entries()) {
    const known = cells.some(isValue) ? 0 : knownNames(cells);
    // Among the contacts a row is one of names only where there is no doubt.
    const isNames = known >= (place < data || data === -1 ? 1 : 2) && filledIn(cells) * 2 >= width;
    if (isNames && known > (found?.known ?? 0)) {
      found = { no, known };
    }
  }
  if (found !== undefined) {
    return found.no;
  }
  // Names in another language: none of them is a number, an address or a date.
  const first = top.find(({ cells }) => filledIn(cells) * 2 >= width);
  return first?.cells.every((cell) => !isValue(cell) && !/^\d[\d\s./:-]*$/.test(cell.trim())) === true
    ? first.no
    : null;
}

const isValue = (cell: string): boolean => {
  const text = cell.trim();
  return looksLikeEmail(text) || looksLikeDate(text) || (looksLikePhone(text) && !/^\d{8}$/.test(text));
};

const knownNames = (cells: readonly string[]): number =>
  cells.filter((cell) => readColumnName(cell) !== undefined || consentName(cell) !== undefined).length;

const filledIn = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length;

/** How many cells are filled in most of the rows. */
function usualWidth(rows: readonly NumberedRow[]): number {
  const widths = rows.map(({ cells }) => filledIn(cells)).sort((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)] ?? 0;
}
