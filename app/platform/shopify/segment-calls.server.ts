import { z } from 'zod';
import { type AdminAnswer, askAdminOnce, type Throttled } from './admin-api.server.ts';
import {
  countMembersQuery,
  findSegmentsQuery,
  membersQuery,
  segmentQuery,
  snapshotMembersMutation,
  snapshotQuery,
} from './segment-queries.ts';

type Answer<T> = AdminAnswer<T> | Throttled;

const segment = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  lastEditDate: z.iso.datetime(),
});
export type ShopifySegment = z.infer<typeof segment>;

/** The segments whose names have words that begin as those of `search`, or, without words, those edited last. */
export async function findSegments(shop: string, search: string): Promise<Answer<ShopifySegment[]>> {
  // The characters of Shopify's search language are not words; what is left is looked for as it begins.
  const words = search.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const variables =
    words.length === 0
      ? { search: null, sortKey: 'LAST_EDIT_DATE', reverse: true }
      : { search: words.map((word) => `${word}*`).join(' '), sortKey: 'RELEVANCE', reverse: false };
  const asked = await askAdminOnce(
    shop,
    findSegmentsQuery,
    variables,
    z.object({ segments: z.object({ nodes: z.array(segment) }) }),
  );
  return asked.kind === 'answered' ? { kind: 'answered', data: asked.data.segments.nodes } : asked;
}

/** One segment; null when Shopify has none of that id. */
export async function readSegment(shop: string, id: string): Promise<Answer<ShopifySegment | null>> {
  const asked = await askAdminOnce(shop, segmentQuery, { id }, z.object({ segment: segment.nullable() }));
  return asked.kind === 'answered' ? { kind: 'answered', data: asked.data.segment } : asked;
}

/** How many customers are in a segment now; Shopify must have it. */
export async function countMembers(shop: string, id: string): Promise<Answer<number>> {
  const asked = await askAdminOnce(
    shop,
    countMembersQuery,
    { id },
    z.object({ members: z.object({ totalCount: z.int().nonnegative() }) }),
  );
  return asked.kind === 'answered' ? { kind: 'answered', data: asked.data.members.totalCount } : asked;
}

/** Begins a snapshot of a segment's members; null when Shopify refuses to make one. */
export async function snapshotMembers(shop: string, id: string): Promise<Answer<string | null>> {
  const asked = await askAdminOnce(
    shop,
    snapshotMembersMutation,
    { id },
    z.object({ made: z.object({ customerSegmentMembersQuery: z.object({ id: z.string() }).nullable() }) }),
  );
  return asked.kind === 'answered'
    ? { kind: 'answered', data: asked.data.made.customerSegmentMembersQuery?.id ?? null }
    : asked;
}

/** Whether a snapshot is made, and of how many; null when Shopify does not know it any more. */
export async function readSnapshot(
  shop: string,
  queryId: string,
): Promise<Answer<{ done: boolean; currentCount: number } | null>> {
  const asked = await askAdminOnce(
    shop,
    snapshotQuery,
    { id: queryId },
    z.object({
      snapshot: z.object({ done: z.boolean(), currentCount: z.int().nonnegative() }).nullable(),
    }),
  );
  return asked.kind === 'answered' ? { kind: 'answered', data: asked.data.snapshot } : asked;
}

/** A member has an id of its own kind with the number of her customer. */
const memberId = z
  .string()
  .regex(/^gid:\/\/shopify\/(?:CustomerSegmentMember|Customer)\/\d{1,20}$/)
  .transform((id) => `gid://shopify/Customer/${id.slice(id.lastIndexOf('/') + 1)}`);

/** One page of a snapshot's members, as ids of customers; `next` null: that was the last one. */
export async function readMembers(
  shop: string,
  queryId: string,
  cursor: string | null,
): Promise<Answer<{ customers: string[]; next: string | null }>> {
  const asked = await askAdminOnce(
    shop,
    membersQuery,
    { id: queryId, cursor },
    z.object({
      members: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        edges: z.array(z.object({ node: z.object({ id: memberId }) })),
      }),
    }),
  );
  if (asked.kind !== 'answered') {
    return asked;
  }
  const { pageInfo, edges } = asked.data.members;
  if (pageInfo.hasNextPage && (pageInfo.endCursor === null || pageInfo.endCursor === cursor)) {
    throw new Error(
      `Shopify promises more members of a segment of ${shop} but gives no way to the next page.`,
    );
  }
  return {
    kind: 'answered',
    data: {
      customers: edges.map(({ node }) => node.id),
      next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    },
  };
}
