import type { DemoShop } from '../demo-shop.ts';
import { shopNumber } from '../demo-shop.ts';
import type { FieldValues } from './customer-object.ts';

/** The demo shop as `Shop`: in Athens, in euro. */
export function shopObject(shop: DemoShop): FieldValues {
  const address: FieldValues = {
    __typename: 'ShopAddress',
    id: `gid://shopify/ShopAddress/${shopNumber(shop.domain)}?model_name=ShopAddress`,
    address1: 'Ermou 1',
    address2: null,
    city: 'Athens',
    company: shop.name,
    country: 'Greece',
    countryCode: 'GR',
    countryCodeV2: 'GR',
    formattedArea: 'Athens, Greece',
    phone: '+302103220000',
    province: null,
    provinceCode: null,
    zip: '105 63',
  };
  return {
    __typename: 'Shop',
    id: `gid://shopify/Shop/${shopNumber(shop.domain)}`,
    name: shop.name,
    email: 'owner@example.com',
    contactEmail: 'hello@example.com',
    shopOwnerName: 'Eleni Papadopoulou',
    myshopifyDomain: shop.domain,
    url: `https://${shop.domain}`,
    primaryDomain: {
      __typename: 'Domain',
      host: shop.domain,
      url: `https://${shop.domain}`,
      sslEnabled: true,
    },
    ianaTimezone: 'Europe/Athens',
    timezoneAbbreviation: 'EET',
    timezoneOffset: '+0200',
    timezoneOffsetMinutes: 120,
    currencyCode: 'EUR',
    plan: { displayName: 'Basic', publicDisplayName: 'Basic', partnerDevelopment: false, shopifyPlus: false },
    billingAddress: address,
    shopAddress: address,
    setupRequired: false,
    createdAt: '2024-02-01T09:00:00Z',
    updatedAt: '2026-11-01T09:00:00Z',
  };
}

/** `currentAppInstallation`: the scopes the app was installed with. */
export function appInstallationObject(shop: DemoShop, scopes: string): FieldValues {
  return {
    __typename: 'AppInstallation',
    id: `gid://shopify/AppInstallation/${shopNumber(shop.domain)}`,
    accessScopes: scopes.split(',').map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
    launchUrl: `https://admin.shopify.com/store/${shop.domain.replace('.myshopify.com', '')}/apps/sendbook`,
    uninstallUrl: null,
    app: {
      __typename: 'App',
      id: 'gid://shopify/App/1',
      title: 'Sendbook',
      handle: 'sendbook',
      embedded: true,
      requestedAccessScopes: scopes.split(',').map((handle) => ({ handle, description: handle })),
      optionalAccessScopes: [],
    },
  };
}
