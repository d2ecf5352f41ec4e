/**
 * An invariant of the books, as SQL: one row per violation, with shop_id (or null), `what` it is about (a stream, an
 * account, a batch), and what was expected and found. No rows: it holds.
 *
 * DANGER: a check must hold in every snapshot between two commits, not only when nothing moves: it compares what one
 * transaction writes together, or a projection with the events up to its own checkpoint.
 */
export type AuditCheck = {
  name: string;
  /**
   * Its number in the list that the books are held to: 1 debits = credits, 2 accounts = transfers, 3 pending = open holds,
   * 4 never below zero, 5 one resolution a hold, 6 a campaign's money, 7 events = transfers, 8 versions dense, 9 one text
   * each, 10 nothing stuck, 11 projections, 12 jobs. 0: one of our own beside them.
   */
  invariant: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;
  promise: string;
  sql: string;
};
