/** What the app asks about the shop itself. */
export const profileQuery = `#graphql
  query SendbookShop {
    shop { name ianaTimezone billingAddress { countryCodeV2 } }
  }`;
