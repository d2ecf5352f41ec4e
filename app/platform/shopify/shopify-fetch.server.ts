// First: the library puts its own fetch in place while it is loaded, and ours must come after it.
import '@shopify/shopify-app-remix/adapters/node';
import '@shopify/shopify-app-remix/server';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import { env } from '../env.server.ts';

/** Shopify answers within a second or two, or it is down; fetch itself would wait for five minutes. */
const timeoutMs = 20_000;

/**
 * Every call of the library to Shopify goes through here: token exchange, token refresh and the Admin API.
 * SHOPIFY_SIM_ORIGIN sends them to a stand-in, with the shop in a header; env.server.ts refuses it in production.
 */
setAbstractFetchFunc(async (input, init) => {
  const signal = init?.signal ?? AbortSignal.timeout(timeoutMs);
  if (env.SHOPIFY_SIM_ORIGIN === undefined) {
    return await fetch(input, { ...init, signal });
  }
  const url = new URL(input instanceof Request ? input.url : String(input));
  const headers = new Headers(init?.headers);
  headers.set('x-sim-shop', url.hostname);
  return await fetch(env.SHOPIFY_SIM_ORIGIN + url.pathname + url.search, { ...init, headers, signal });
});
