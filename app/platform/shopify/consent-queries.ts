/** What Shopify is asked and told about consent, of so many customers at once; each answers under its place. */
const places = (count: number): string[] => Array.from({ length: count }, (_, i) => `c${i}`);

export const consentReadQuery = (count: number): string => `#graphql
  query SendbookConsents(${places(count)
    .map((c) => `$${c}: ID!`)
    .join(', ')}) {
    ${places(count)
      .map(
        (c) =>
          `${c}: customer(id: $${c}) { defaultPhoneNumber { phoneNumber smsMarketingConsent { state updatedAt } } }`,
      )
      .join('\n    ')}
  }`;

export const consentWriteMutation = (count: number): string => `#graphql
  mutation SendbookWriteConsents(${places(count)
    .map((c) => `$${c}: CustomerSmsMarketingConsentUpdateInput!`)
    .join(', ')}) {
    ${places(count)
      .map((c) => `${c}: customerSmsMarketingConsentUpdate(input: $${c}) { userErrors { code } }`)
      .join('\n    ')}
  }`;
