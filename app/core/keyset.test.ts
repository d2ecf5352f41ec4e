import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cursor, pageOf, readCursor, scanFor } from './keyset.ts';

const rows = Array.from({ length: 7 }, (_, index) => index + 1);

/** A list as the database would scan it. */
function load(cursor: Cursor | null, listed: 'ascending' | 'descending', size: number) {
  const { operator, order, key } = scanFor(cursor, listed);
  const scanned = rows
    .filter((row) => key === null || (operator === '>' ? row > key : row < key))
    .sort((a, b) => (order === 'ASC' ? a - b : b - a))
    .slice(0, size + 1);
  return pageOf(scanned, cursor, size, (row) => row);
}

test('the first page has a next one and none before it', () => {
  expect(load(null, 'ascending', 3)).toEqual({ rows: [1, 2, 3], cursors: { before: null, after: '3' } });
  expect(load(null, 'descending', 3)).toEqual({ rows: [7, 6, 5], cursors: { before: null, after: '5' } });
});

test('the last page has none after it', () => {
  expect(load({ side: 'after', key: 6 }, 'ascending', 3)).toEqual({
    rows: [7],
    cursors: { before: '7', after: null },
  });
});

test('walking forwards and back shows every row once, in the same order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('ascending' as const, 'descending' as const),
      (size, listed) => {
        const pages = [load(null, listed, size)];
        for (let page = pages[0]; page?.cursors.after != null; ) {
          page = load({ side: 'after', key: Number(page.cursors.after) }, listed, size);
          pages.push(page);
        }
        const all = listed === 'ascending' ? rows : rows.toReversed();
        expect(pages.flatMap((page) => page.rows)).toEqual(all);
        for (const [index, page] of pages.entries()) {
          if (page.cursors.before !== null) {
            const previous = load({ side: 'before', key: Number(page.cursors.before) }, listed, size);
            expect(previous.rows).toEqual(pages[index - 1]?.rows);
          }
        }
      },
    ),
  );
});

test('a cursor that cannot be read is the first page', () => {
  expect(readCursor(new URLSearchParams('after=12'))).toEqual({ side: 'after', key: 12 });
  expect(readCursor(new URLSearchParams('before=3'))).toEqual({ side: 'before', key: 3 });
  expect(readCursor(new URLSearchParams('after=-1'))).toBeNull();
  expect(readCursor(new URLSearchParams(''))).toBeNull();
});
