import { z } from 'zod';
import type { DemoShop } from '../demo-shop.ts';
import { connection, pageArgumentsSchema } from './connection.ts';
import { customerRows } from './customer-fields.ts';
import { segmentFilter } from './customer-filter.ts';
import { type FieldValues, segmentMemberObject } from './customer-object.ts';
import type { Snapshot, StoredSegment } from './segment-book.ts';
import { StandInError } from './stand-in-error.ts';

const segmentObject = (segment: StoredSegment): FieldValues => ({
  __typename: 'Segment',
  creationDate: '2026-01-10T09:00:00Z',
  ...segment,
});

const segmentsArguments = pageArgumentsSchema.extend({
  query: z.string().nullish(),
  sortKey: z.enum(['ID', 'CREATION_DATE', 'LAST_EDIT_DATE', 'RELEVANCE']).nullish(),
});

/** `segments(first, after, query, sortKey, reverse)`; `query` is words of the name, `*` ends the beginning of one. */
export function segments(shop: DemoShop, args: unknown): FieldValues {
  const { query, sortKey, ...page } = segmentsArguments.parse(args);
  const matches = nameSearch(query ?? '');
  const keyOf = ({ id, lastEditDate }: StoredSegment) =>
    sortKey === 'LAST_EDIT_DATE' ? `${lastEditDate}|${id}` : id;
  const rows = shop.segments
    .list()
    .filter(({ name }) => matches(name))
    .map((segment) => ({ key: keyOf(segment), object: segmentObject(segment) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return connection(() => rows, page);
}

function nameSearch(query: string): (name: string) => boolean {
  if (/[^\p{L}\p{N}\s*]/u.test(query)) {
    throw new StandInError(`the stand-in finds segments by words only, not by “${query}”`);
  }
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return (name) => {
    const words = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return wanted.every((word) =>
      word.endsWith('*') ? words.some((one) => one.startsWith(word.slice(0, -1))) : words.includes(word),
    );
  };
}

const idArgument = z.object({ id: z.string() });

/** `segment(id)`. */
export function segment(shop: DemoShop, args: unknown): FieldValues | null {
  const found = shop.segments.get(idArgument.parse(args).id);
  return found === undefined ? null : segmentObject(found);
}

export function segmentsCount(shop: DemoShop): FieldValues {
  return { count: shop.segments.list().length, precision: 'EXACT' };
}

const createArguments = z.object({
  input: z.object({ segmentId: z.string().nullish(), query: z.string().nullish() }),
});

/** `customerSegmentMembersQueryCreate(input: { segmentId | query })`. */
export function customerSegmentMembersQueryCreate(shop: DemoShop, args: unknown): FieldValues {
  const { segmentId, query } = createArguments.parse(args).input;
  const language = segmentId ? shop.segments.get(segmentId)?.query : query;
  if (!language) {
    const field = ['input', segmentId ? 'segmentId' : 'query'];
    return {
      customerSegmentMembersQuery: null,
      userErrors: [{ code: 'INVALID', field, message: 'The input value is invalid.' }],
    };
  }
  return { customerSegmentMembersQuery: snapshotObject(shop.segments.snapshot(language)), userErrors: [] };
}

/** `customerSegmentMembersQuery(id)`. */
export function customerSegmentMembersQuery(shop: DemoShop, args: unknown): FieldValues | null {
  const found = snapshotOf(shop, idArgument.parse(args).id);
  return found === undefined ? null : snapshotObject(found);
}

const snapshotOf = (shop: DemoShop, id: string): Snapshot | undefined =>
  shop.segments.snapshotOf(id, (language) => {
    const filter = segmentFilter(language);
    return [...shop.customersById()].filter(filter).map((customer) => customer.id);
  });

const snapshotObject = ({ id, members }: Snapshot): FieldValues => ({
  __typename: 'CustomerSegmentMembersQuery',
  id,
  done: members !== undefined,
  currentCount: members?.length ?? 0,
});

const membersArguments = pageArgumentsSchema.extend({
  segmentId: z.string().nullish(),
  query: z.string().nullish(),
  queryId: z.string().nullish(),
});

/** `customerSegmentMembers(segmentId | query | queryId, first ≤ 1000, after)`, by id. */
export function customerSegmentMembers(shop: DemoShop, args: unknown): FieldValues {
  const { segmentId, query, queryId, ...page } = membersArguments.parse(args);
  if (queryId) {
    return membersOfSnapshot(shop, queryId, page);
  }
  const language = segmentId ? shop.segments.get(segmentId)?.query : query;
  if (!language) {
    throw new StandInError(segmentId ? `there is no segment ${segmentId}` : 'name a segmentId or a query');
  }
  const filter = segmentFilter(language);
  return {
    ...connection(customerRows(shop, 'ID', filter, segmentMemberObject), page, 1_000),
    // Counting reads every customer: only where it was asked for.
    get totalCount() {
      let count = 0;
      for (const customer of shop.customersById()) {
        count += filter(customer) ? 1 : 0;
      }
      return count;
    },
  };
}

function membersOfSnapshot(
  shop: DemoShop,
  queryId: string,
  page: z.infer<typeof pageArgumentsSchema>,
): FieldValues {
  const members = snapshotOf(shop, queryId)?.members;
  if (members === undefined) {
    throw new StandInError(`there is no query ${queryId}, or it is not done`);
  }
  const given = members.slice(0, members.length - Math.min(members.length, shop.segments.missing));
  return {
    ...connection(
      function* rows(notBefore) {
        for (const id of given) {
          const customer = notBefore === undefined || id >= notBefore ? shop.customer(id) : undefined;
          if (customer !== undefined) {
            yield { key: id, object: segmentMemberObject(customer) };
          }
        }
      },
      page,
      1_000,
    ),
    totalCount: members.length,
  };
}
