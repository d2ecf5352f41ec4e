import { z } from 'zod';
import type { DemoShop } from '../demo-shop.ts';
import { connection, pageArgumentsSchema } from './connection.ts';
import { customerRows } from './customer-fields.ts';
import { segmentFilter } from './customer-filter.ts';
import { type FieldValues, segmentMemberObject } from './customer-object.ts';
import { StandInError } from './stand-in-error.ts';

const SEGMENTS: readonly { number: string; name: string; query: string }[] = [
  { number: '1001', name: 'SMS subscribers', query: "sms_subscription_status = 'SUBSCRIBED'" },
  { number: '1002', name: 'VIP customers', query: "customer_tags CONTAINS 'vip'" },
  { number: '1003', name: 'Newsletter readers', query: "customer_tags CONTAINS 'newsletter'" },
  { number: '1004', name: 'Athens', query: "customer_tags CONTAINS 'athens'" },
  { number: '1005', name: 'Cyprus', query: "customer_countries CONTAINS 'CY'" },
  { number: '1006', name: 'Ordered five times or more', query: 'number_of_orders >= 5' },
];

const segmentObjects: readonly FieldValues[] = SEGMENTS.map(({ number, name, query }) => ({
  __typename: 'Segment',
  id: `gid://shopify/Segment/${number}`,
  name,
  query,
  creationDate: '2026-01-10T09:00:00Z',
  lastEditDate: '2026-09-01T09:00:00Z',
}));

/** `segments(…)`: the demo's six; `query` and `sortKey` change nothing. */
export function segments(args: unknown): FieldValues {
  const rows = segmentObjects.map((object) => ({ key: String(object.id), object }));
  return connection(() => rows, pageArgumentsSchema.parse(args));
}

/** `segment(id)`. */
export function segment(args: unknown): FieldValues | null {
  const { id } = z.object({ id: z.string() }).parse(args);
  return segmentObjects.find((object) => object.id === id) ?? null;
}

export function segmentsCount(): FieldValues {
  return { count: SEGMENTS.length, precision: 'EXACT' };
}

const membersArguments = pageArgumentsSchema.extend({
  segmentId: z.string().nullish(),
  query: z.string().nullish(),
  queryId: z.string().nullish(),
});

/** `customerSegmentMembers(segmentId | query, first ≤ 1000, after)`, by id. */
export function customerSegmentMembers(shop: DemoShop, args: unknown): FieldValues {
  const { segmentId, query, queryId, ...page } = membersArguments.parse(args);
  if (queryId) {
    throw new StandInError('the stand-in has no customerSegmentMembersQueryCreate, so it knows no queryId');
  }
  const stored = SEGMENTS.find((candidate) => `gid://shopify/Segment/${candidate.number}` === segmentId);
  const language = stored?.query ?? query;
  if (language === undefined || language === null) {
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
