/**
 * Where a page of a long list begins: next to a row that was seen, so that deep pages cost what the first one does and
 * rows that arrive meanwhile shift nothing.
 */
export type Cursor = { side: 'after' | 'before'; key: number };
export type Cursors = { before: string | null; after: string | null };
export type KeysetPage<Row> = { rows: Row[]; cursors: Cursors };

/** The cursor in a query string; one that cannot be read is the first page. */
export function readCursor(query: URLSearchParams): Cursor | null {
  for (const side of ['after', 'before'] as const) {
    const text = query.get(side) ?? '';
    if (/^\d{1,15}$/.test(text)) {
      return { side, key: Number(text) };
    }
  }
  return null;
}

/** How to scan for a page: rows whose key is `operator` the cursor's, in `order`. Constant words, safe inside SQL. */
export function scanFor(cursor: Cursor | null, listed: 'ascending' | 'descending') {
  const forwards = (cursor?.side ?? 'after') === 'after';
  const ascending = forwards === (listed === 'ascending');
  return {
    operator: ascending ? ('>' as const) : ('<' as const),
    order: ascending ? ('ASC' as const) : ('DESC' as const),
    key: cursor?.key ?? null,
  };
}

/** Cuts what a scan for `size + 1` rows found to a page in listed order, with the cursors of its neighbours. */
export function pageOf<Row>(
  scanned: readonly Row[],
  cursor: Cursor | null,
  size: number,
  keyOf: (row: Row) => number,
): KeysetPage<Row> {
  const more = scanned.length > size;
  const backwards = cursor?.side === 'before';
  const rows = scanned.slice(0, size);
  if (backwards) {
    rows.reverse();
  }
  const [first, last] = [rows[0], rows.at(-1)];
  const hasBefore = backwards ? more : cursor !== null;
  const hasAfter = backwards ? true : more;
  return {
    rows,
    cursors: {
      before: hasBefore && first !== undefined ? String(keyOf(first)) : null,
      after: hasAfter && last !== undefined ? String(keyOf(last)) : null,
    },
  };
}
