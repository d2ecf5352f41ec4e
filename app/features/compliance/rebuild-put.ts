/** Rows per transaction of the large projections: what keeps everybody's appends waiting for well under a second. */
export const ROWS_AT_ONCE = 20_000;

/**
 * How the differing rows of one projection are written. Each statement reads `piece_<projection>`: the compared columns as
 * the events say them, and `fault`: 'surplus' (no event tells of the row), 'wrong' or 'missing'.
 */
export type Put = {
  /** What must not move while the rows are written: see swap locks. */
  owner: 'campaign' | 'count' | 'shop' | 'credits' | 'contact';
  /** The categories of events it is made from, whose lanes are locked. */
  categories: readonly number[];
  /**
   * Condition on a row of the piece that something was recorded about it after its values were made: it is not written then.
   * `newer` is a SELECT over such events `e` of the owner.
   */
  overtaken: (newer: (category: number, columns: string) => string) => string;
  /** Condition on a differing row for those that may be written; others are only reported. */
  only?: string;
  /** At most so many rows in one transaction; left out: all of an owner's. */
  rowsAtOnce?: number;
  /** In this order. */
  statements: readonly string[];
};

/** Statements for a table whose every needed column is told by events. `key` and `columns`: without shop_id. */
export function putRows(
  projection: string,
  table: { name: string; key: readonly string[]; columns: readonly string[] },
): { remove: string; change: string; add: string } {
  const { name, key, columns } = table;
  const same = ['shop_id', ...key].map((column) => `t.${column} = p.${column}`).join(' AND ');
  const all = ['shop_id', ...key, ...columns].join(', ');
  return {
    remove: `DELETE FROM ${name} t USING piece_${projection} p WHERE p.fault = 'surplus' AND ${same}`,
    change: `UPDATE ${name} t SET ${columns.map((column) => `${column} = p.${column}`).join(', ')}
             FROM piece_${projection} p WHERE p.fault = 'wrong' AND ${same}`,
    add: `INSERT INTO ${name} (${all}) SELECT ${all} FROM piece_${projection} WHERE fault = 'missing'`,
  };
}
