/** The queries and mutations about discounts, each under the name that it answers with. */

/** Most codes that one import takes, and most rows of a page. */
export const CODES_PER_IMPORT = 250;
export const OWNERS_PER_QUERY = 25;

export const findQuery = `#graphql
  query SendbookDiscountOfCode($code: String!) {
    found: codeDiscountNodeByCode(code: $code) {
      id
      codeDiscount { ... on DiscountCodeBasic { title } }
    }
  }`;

export const createMutation = `#graphql
  mutation SendbookCreateDiscount($discount: DiscountCodeBasicInput!) {
    made: discountCodeBasicCreate(basicCodeDiscount: $discount) {
      codeDiscountNode { id }
      userErrors { code }
    }
  }`;

export const addCodesMutation = `#graphql
  mutation SendbookAddCodes($discountId: ID!, $codes: [DiscountRedeemCodeInput!]!) {
    added: discountRedeemCodeBulkAdd(discountId: $discountId, codes: $codes) {
      bulkCreation { id }
      userErrors { code }
    }
  }`;

export const importQuery = `#graphql
  query SendbookImport($id: ID!) {
    import: discountRedeemCodeBulkCreation(id: $id) { done failedCount }
  }`;

export const failedCodesQuery = `#graphql
  query SendbookFailedCodes($id: ID!) {
    import: discountRedeemCodeBulkCreation(id: $id) {
      codes(first: ${CODES_PER_IMPORT}) { nodes { code discountRedeemCode { id } } }
    }
  }`;

const owners = Array.from({ length: OWNERS_PER_QUERY }, (_, i) => i);
export const ownersQuery = `#graphql
  query SendbookOwners(${owners.map((i) => `$c${i}: String!`).join(', ')}) {
    ${owners.map((i) => `c${i}: codeDiscountNodeByCode(code: $c${i}) { id }`).join('\n    ')}
  }`;

export const codesQuery = `#graphql
  query SendbookCodes($id: ID!, $cursor: String) {
    discount: codeDiscountNode(id: $id) {
      codeDiscount {
        ... on DiscountCodeBasic {
          codes(first: ${CODES_PER_IMPORT}, after: $cursor, sortKey: ID) {
            pageInfo { hasNextPage endCursor }
            nodes { id code }
          }
        }
      }
    }
  }`;

/** By ids only: what its `search` matches is not documented, and would be deleted. */
export const deleteCodesMutation = `#graphql
  mutation SendbookDeleteCodes($discountId: ID!, $ids: [ID!]!) {
    removed: discountCodeRedeemCodeBulkDelete(discountId: $discountId, ids: $ids) {
      userErrors { code }
    }
  }`;

export const deleteMutation = `#graphql
  mutation SendbookDeleteDiscount($id: ID!) {
    removed: discountCodeDelete(id: $id) {
      userErrors { code }
    }
  }`;
