/** The queries and the mutation about segments, each under the name that it answers with. */

/** Shopify gives at most 1,000 members a page; this is what fits into the 1,000 points that one query may cost. */
const MEMBERS_PER_PAGE = 900;
const SEGMENTS_PER_PAGE = 25;

export const findSegmentsQuery = `#graphql
  query SendbookFindSegments($search: String, $sortKey: SegmentSortKeys, $reverse: Boolean) {
    segments(first: ${SEGMENTS_PER_PAGE}, query: $search, sortKey: $sortKey, reverse: $reverse) {
      nodes { id name query lastEditDate }
    }
  }`;

export const segmentQuery = `#graphql
  query SendbookSegment($id: ID!) {
    segment(id: $id) { id name query lastEditDate }
  }`;

export const countMembersQuery = `#graphql
  query SendbookCountMembers($id: ID!) {
    members: customerSegmentMembers(segmentId: $id, first: 1) { totalCount }
  }`;

/** Freezes who is in a segment at one moment, so that its pages fit together. */
export const snapshotMembersMutation = `#graphql
  mutation SendbookSnapshotMembers($id: ID!) {
    made: customerSegmentMembersQueryCreate(input: { segmentId: $id }) {
      customerSegmentMembersQuery { id }
      userErrors { code }
    }
  }`;

export const snapshotQuery = `#graphql
  query SendbookSnapshot($id: ID!) {
    snapshot: customerSegmentMembersQuery(id: $id) { done currentCount }
  }`;

export const membersQuery = `#graphql
  query SendbookMembers($id: ID!, $cursor: String) {
    members: customerSegmentMembers(queryId: $id, first: ${MEMBERS_PER_PAGE}, after: $cursor) {
      pageInfo { hasNextPage endCursor }
      edges { node { id } }
    }
  }`;
