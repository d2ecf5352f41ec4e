import { type MergeField, metafieldsOf } from '../../core/contacts/merge-fields.ts';

/** The queries and mutations about customers, each under the name that it answers with. */

/** A query may cost 1,000 points, and a customer costs 6, and each field of a merge tag one more. */
const customersPerPage = (fields: readonly MergeField[]): number =>
  Math.floor(900 / (6 + (fields.length === 0 ? 0 : 1 + fields.length)));
export const CUSTOMERS_PER_QUERY = 50;

const customerFields = (fields: readonly MergeField[]): string => `
  id firstName lastName locale tags updatedAt numberOfOrders
  amountSpent { amount }
  lastOrder { createdAt }
  defaultEmailAddress { emailAddress }
  defaultPhoneNumber { phoneNumber smsMarketingConsent { state optInLevel updatedAt } }${fields.some(({ source }) => source === 'city') ? '\n  defaultAddress { city }' : ''}${metafieldsOf(fields).map(askFor).join('')}`;

// Its own name comes back with it: an export may have been asked for when the tags were others.
const askFor = ({ namespace, key }: { namespace: string; key: string }, i: number): string =>
  `\n  metafield${i}: metafield(namespace: "${namespace}", key: "${key}") { namespace key value }`;

/** In the order of ids, so that the end of a page never moves. */
export const customersPageQuery = (fields: readonly MergeField[]): string => `#graphql
  query SendbookCustomersPage($cursor: String, $changed: String) {
    customers(first: ${customersPerPage(fields)}, after: $cursor, query: $changed, sortKey: ID) {
      pageInfo { hasNextPage endCursor }
      nodes { ${customerFields(fields)} }
    }
  }`;

export const customersByIdQuery = (fields: readonly MergeField[]): string => `#graphql
  query SendbookCustomersById($ids: [ID!]!) {
    customers: nodes(ids: $ids) {
      ... on Customer { ${customerFields(fields)} }
    }
  }`;

export const startExportMutation = `#graphql
  mutation SendbookStartExport($query: String!) {
    started: bulkOperationRunQuery(query: $query, groupObjects: false) {
      bulkOperation { id }
      userErrors { code }
    }
  }`;

export const exportQuery = `#graphql
  query SendbookExport($id: ID!) {
    export: bulkOperation(id: $id) { status errorCode objectCount fileSize url }
  }`;

/** What `startExportMutation` takes: a bulk query has no variables. */
export const customersExportQuery = (fields: readonly MergeField[], since: Date | null): string => `{
  customers${since === null ? '' : `(query: "${changedSince(since)}")`} {
    edges { node { ${customerFields(fields)} } }
  }
}`;

/** As the `query` argument of `customers`. */
export const changedSince = (since: Date): string => `updated_at:>='${since.toISOString()}'`;
