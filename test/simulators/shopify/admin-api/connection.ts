import { z } from 'zod';
import type { FieldValues } from './customer-object.ts';
import { StandInError } from './stand-in-error.ts';

/** The paging arguments of any connection of the Admin API; `null` is as good as absent. */
export const pageArgumentsSchema = z.object({
  first: z.int().min(0).nullish(),
  last: z.int().min(0).nullish(),
  after: z.string().nullish(),
  before: z.string().nullish(),
  reverse: z.boolean().nullish(),
});
export type PageArguments = z.infer<typeof pageArgumentsSchema>;

export interface Row {
  /** Where the row stands: keys compare as text, and no two rows of a list have the same. */
  key: string;
  object: FieldValues;
}

/**
 * A list in ascending order of its keys. Given a key, it may leave out rows that stand before it, so that page 4,000
 * does not cost the 3,999 pages before.
 */
export type RowList = (notBefore: string | undefined) => Iterable<Row>;

/**
 * One page of a list, as `nodes`, `edges` and `pageInfo`. A cursor holds the key of a row, not a position: where a
 * customer moves to the end between two pages, nobody else is skipped or repeated. (Backwards the whole list is read.)
 */
export function connection(list: RowList, args: PageArguments, limit = 250): FieldValues {
  const size = args.first ?? args.last;
  if (size === undefined || size === null) {
    throw new StandInError('you must provide one of first or last');
  }
  if (size > limit) {
    throw new StandInError(`${size} is more than a page can hold: ask for at most ${limit}`);
  }
  const isFirst = args.first !== undefined && args.first !== null;
  const cursor = isFirst ? args.after : args.before;
  const from = cursor === undefined || cursor === null ? undefined : keyOf(cursor);
  // The last rows of an ascending list, and the first of a descending one, are read from the end.
  const descending = isFirst === Boolean(args.reverse);
  const rows = descending ? [...list(undefined)].reverse() : list(from);
  const { page, more } = take(rows, size, (row) =>
    from === undefined ? true : descending ? row.key < from : row.key > from,
  );
  if (!isFirst) {
    page.reverse();
  }
  const cursors = page.map((row) => Buffer.from(row.key).toString('base64url'));
  return {
    nodes: page.map((row) => row.object),
    edges: page.map((row, i) => ({ cursor: cursors[i], node: row.object })),
    pageInfo: {
      hasNextPage: isFirst ? more : from !== undefined,
      hasPreviousPage: isFirst ? from !== undefined : more,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  };
}

function take(rows: Iterable<Row>, size: number, isPastCursor: (row: Row) => boolean) {
  const page: Row[] = [];
  for (const row of rows) {
    if (isPastCursor(row)) {
      if (page.length === size) {
        return { page, more: true };
      }
      page.push(row);
    }
  }
  return { page, more: false };
}

function keyOf(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (!/^[\w:./|-]+$/.test(key)) {
    throw new StandInError(`“${cursor}” is not a cursor of this list`);
  }
  return key;
}
