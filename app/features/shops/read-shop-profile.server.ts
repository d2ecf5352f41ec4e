import { z } from 'zod';
import { askAdmin } from '../../platform/shopify/admin-api.server.ts';
import { profileQuery } from '../../platform/shopify/shop-queries.ts';

const answer = z.object({
  shop: z.object({
    name: z.string(),
    ianaTimezone: z.string().min(1),
    billingAddress: z.object({ countryCodeV2: z.string().length(2).nullable() }),
  }),
});

export type ShopProfile = { name: string; country: string; timeZone: string };

/**
 * Name, country (ISO 3166 alpha-2: numbers without a country code are read as its own, and its texts cost one credit)
 * and time zone of a shop, from Shopify.
 *
 * @throws when Shopify can't be asked or does not know the country.
 */
export async function readShopProfile(domain: string): Promise<ShopProfile> {
  const asked = await askAdmin(domain, profileQuery, {}, answer);
  if (asked.kind === 'no_access') {
    throw new Error(`Shopify gives no access to ${domain}, although its merchant has just opened the app.`);
  }
  const { name, ianaTimezone, billingAddress } = asked.data.shop;
  if (billingAddress.countryCodeV2 === null) {
    throw new Error(`Shopify knows no country of ${domain}: its billing address is incomplete.`);
  }
  return { name, country: billingAddress.countryCodeV2, timeZone: ianaTimezone };
}
