import { boundary } from '@shopify/shopify-app-remix/server';

/**
 * What every page under /app exports as `headers`. Where a loader or an action throws, Remix forgets the headers of what was
 * thrown unless the route that shows the error passes them on; App Bridge needs them to fetch a new session token, and to
 * leave the frame for Shopify's page of a payment.
 */
export const boundaryHeaders = (args: Parameters<typeof boundary.headers>[0]): Headers => {
  const headers = boundary.headers(args);
  return headers instanceof Headers ? headers : new Headers(headers);
};
