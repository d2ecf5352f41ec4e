/** The queries and mutations about customers, each under the name that it answers with. */

/** A query may cost 1,000 points, and a customer costs 6. */
const CUSTOMERS_PER_PAGE = 150;
export const CUSTOMERS_PER_QUERY = 50;

const customerFields = `
  id firstName lastName locale tags updatedAt numberOfOrders
  amountSpent { amount }
  lastOrder { createdAt }
  defaultEmailAddress { emailAddress }
  defaultPhoneNumber { phoneNumber smsMarketingConsent { state optInLevel updatedAt } }`;

/** In the order of ids, so that the end of a page never moves. */
export const customersPageQuery = `#graphql
  query SendbookCustomersPage($cursor: String, $changed: String) {
    customers(first: ${CUSTOMERS_PER_PAGE}, after: $cursor, query: $changed, sortKey: ID) {
      pageInfo { hasNextPage endCursor }
      nodes { ${customerFields} }
    }
  }`;

export const customersByIdQuery = `#graphql
  query SendbookCustomersById($ids: [ID!]!) {
    customers: nodes(ids: $ids) {
      ... on Customer { ${customerFields} }
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
export const customersExportQuery = (since: Date | null): string => `{
  customers${since === null ? '' : `(query: "${changedSince(since)}")`} {
    edges { node { ${customerFields} } }
  }
}`;

/** As the `query` argument of `customers`. */
export const changedSince = (since: Date): string => `updated_at:>='${since.toISOString()}'`;
