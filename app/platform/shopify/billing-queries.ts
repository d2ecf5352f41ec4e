/** The queries and mutations about money, each under the name that it answers with. */

const PURCHASE = 'id name status test price { amount currencyCode }';

export const buyMutation = `#graphql
  mutation SendbookBuyCredits($name: String!, $price: MoneyInput!, $returnUrl: URL!, $test: Boolean!) {
    asked: appPurchaseOneTimeCreate(name: $name, price: $price, returnUrl: $returnUrl, test: $test) {
      charge: appPurchaseOneTime { id }
      confirmationUrl
      userErrors { message }
    }
  }`;

export const purchaseQuery = `#graphql
  query SendbookPurchase($id: ID!) {
    charge: node(id: $id) { ... on AppPurchaseOneTime { ${PURCHASE} } }
  }`;

export const recentPurchasesQuery = `#graphql
  query SendbookRecentPurchases($first: Int!) {
    currentAppInstallation {
      oneTimePurchases(first: $first, sortKey: CREATED_AT, reverse: true) { nodes { ${PURCHASE} } }
    }
  }`;

export const subscribeMutation = `#graphql
  mutation SendbookSubscribe(
    $name: String!, $lineItems: [AppSubscriptionLineItemInput!]!, $returnUrl: URL!, $test: Boolean!
  ) {
    asked: appSubscriptionCreate(
      name: $name, lineItems: $lineItems, returnUrl: $returnUrl, test: $test, replacementBehavior: APPLY_IMMEDIATELY
    ) {
      charge: appSubscription { id }
      confirmationUrl
      userErrors { message }
    }
  }`;

const SUBSCRIPTION = `
  id name status test currentPeriodEnd
  lineItems {
    id
    plan {
      pricingDetails {
        ... on AppRecurringPricing { price { amount currencyCode } }
        ... on AppUsagePricing { cappedAmount { amount currencyCode } }
      }
    }
  }`;

export const subscriptionQuery = `#graphql
  query SendbookSubscription($id: ID!) {
    charge: node(id: $id) { ... on AppSubscription { ${SUBSCRIPTION} } }
  }`;

export const activeSubscriptionsQuery = `#graphql
  query SendbookActiveSubscriptions { currentAppInstallation { activeSubscriptions { ${SUBSCRIPTION} } } }`;

export const cancelMutation = `#graphql
  mutation SendbookCancelSubscription($id: ID!) {
    cancelled: appSubscriptionCancel(id: $id, prorate: true) { userErrors { message } }
  }`;

const USAGE = 'id idempotencyKey price { amount currencyCode }';

export const topUpMutation = `#graphql
  mutation SendbookTopUp($line: ID!, $price: MoneyInput!, $description: String!, $key: String!) {
    asked: appUsageRecordCreate(
      subscriptionLineItemId: $line, price: $price, description: $description, idempotencyKey: $key
    ) {
      record: appUsageRecord { ${USAGE} }
      userErrors { message }
    }
  }`;

export const usageRecordsQuery = `#graphql
  query SendbookUsageRecords($id: ID!, $first: Int!) {
    subscription: node(id: $id) {
      ... on AppSubscription {
        lineItems { usageRecords(first: $first, sortKey: CREATED_AT, reverse: true) { nodes { ${USAGE} } } }
      }
    }
  }`;
