/**
 * A projection that can be made again from the events: what is compared, and how it is made. Columns that no event tells
 * (wake-up times, the carrier's free words) are not among the compared ones.
 */
export type RebuiltProjection = {
  name: string;
  /** With shop_id, these columns name a row. */
  key: readonly string[];
  /** SELECT of the live rows: shop_id, the key and every column that events tell. */
  live: string;
  /** SELECT of the same columns in the same order, from events (and the frozen audience); or undefined: folded in code. */
  rebuilt?: string;
};

/** The last value of `expression` in a stream that is not null. */
export const last = (expression: string, order = 'stream_version'): string =>
  `(array_agg(${expression} ORDER BY ${order} DESC) FILTER (WHERE ${expression} IS NOT NULL))[1]`;
