import './shopify-fetch.server.ts';
import { ApiVersion, AppDistribution, shopifyApp } from '@shopify/shopify-app-remix/server';
import { env } from '../env.server.ts';
import { libraryLog } from './library-log.server.ts';
import { sessionStorage } from './session-storage.server.ts';

/** The same as [webhooks] api_version in shopify.app.toml. It ends twelve months after its quarter. */
export const apiVersion = ApiVersion.October26;

/**
 * Shopify's own library, with all of its checks. Scopes are left out: they are managed by shopify.app.toml.
 *
 * It has no afterAuth hook: with tokens that live an hour, "after authentication" comes every hour and in every
 * parallel request. What installing means is decided by the shop's row (features/shops/authenticate-admin).
 *
 * Webhooks do not go through it: with tokens that live an hour it would refresh the shop's token before our code runs, and
 * answer 500 for ever when the shop has uninstalled (Shopify/shopify-app-js#3360). See app/server/shopify-webhooks.ts.
 */
export const shopify = shopifyApp({
  apiKey: env.SHOPIFY_API_KEY,
  apiSecretKey: env.SHOPIFY_API_SECRET,
  appUrl: env.SHOPIFY_APP_URL,
  apiVersion,
  distribution: AppDistribution.AppStore,
  authPathPrefix: '/auth',
  sessionStorage,
  logger: libraryLog,
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
});

/** Headers of every document: who may frame it. */
export const addDocumentResponseHeaders = shopify.addDocumentResponseHeaders;
