import { testVariables } from '../setup/variables.ts';
import {
  mintSessionToken,
  openAppUrl,
  type SessionTokenOptions,
} from '../simulators/shopify/session-token.ts';
import { type ShopifyStandIn, type StartOptions, startShopifyStandIn } from '../simulators/shopify/start.ts';

const appUrl = testVariables.SHOPIFY_APP_URL;
const credentials = { apiKey: testVariables.SHOPIFY_API_KEY, apiSecret: testVariables.SHOPIFY_API_SECRET };
/** shopify-app-remix answers 410 to what looks like a bot. */
const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';

/**
 * Starts the stand-in and points the app at it. The app reads its environment while it is imported, so a test file
 * awaits this first and imports the app after it, with `await import(…)`.
 */
export async function standInForApp(
  options: Partial<StartOptions> & Pick<StartOptions, 'shops'>,
): Promise<ShopifyStandIn> {
  const standIn = await startShopifyStandIn({ ...credentials, appUrl, ...options });
  process.env.SHOPIFY_SIM_ORIGIN = standIn.url;
  return standIn;
}

type TokenOptions = Partial<SessionTokenOptions> & { shop: string };

/** What the browser sends while the app is used: a request with a session token in its header. */
export function fetchFromAdmin(
  path: string,
  { shop, ...token }: TokenOptions,
  init: RequestInit = {},
): Request {
  const request = new Request(new URL(path, appUrl), init);
  request.headers.set('user-agent', browser);
  request.headers.set('authorization', `Bearer ${mintSessionToken({ ...credentials, shop, ...token })}`);
  return request;
}

/** What the browser sends when Shopify's admin opens a page of the app. */
export function documentFromAdmin(path: string, { shop, ...token }: TokenOptions): Request {
  const url = openAppUrl({ ...credentials, appUrl, path, shop, ...token });
  return new Request(url, { headers: { 'user-agent': browser, accept: 'text/html' } });
}

/** The Response that a loader throws; fails when it throws none. */
export async function thrownResponse(work: Promise<unknown>): Promise<Response> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof Response) {
      return thrown;
    }
    throw thrown;
  }
  throw new Error('expected a thrown Response, but the call resolved');
}
