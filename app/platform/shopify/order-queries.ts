/** What the app asks about orders. */
export const customerOfOrderQuery = `#graphql
  query SendbookCustomerOfOrder($id: ID!) {
    order(id: $id) { customer { id } }
  }`;
