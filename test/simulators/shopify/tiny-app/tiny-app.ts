import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Session } from '@shopify/shopify-api';
import { optionsSchema } from '../options.ts';
import { listen, type RunningServer } from '../server.ts';
import type { AppCredentials } from '../session-token.ts';
import { page } from './page.ts';

export const CREDENTIALS: AppCredentials = { apiKey: 'tiny-app-key', apiSecret: 'tiny-app-secret' };
export const SHOP = 'demo.myshopify.com';

export interface TinyApp {
  url: string;
  admin: RunningServer;
  /** What the app has stored, to look at and to age. */
  sessions: Map<string, Session>;
  /** A worker's way to the shop: the stored session, refreshed by the library where it has to be. */
  shopName(): Promise<string>;
  /** The Authorization headers of the requests to /api, oldest first. */
  seen: (string | undefined)[];
  /** Makes the next request to /api fail as if its session token were too old. */
  refuseNextToken(): void;
  stop(): Promise<void>;
}

/**
 * The smallest app that uses the real @shopify/shopify-app-remix, with all of its checks, against a stand-in: so that
 * the stand-in is tested on what the library asks, not on what we believe it asks.
 */
export async function startTinyApp(): Promise<TinyApp> {
  const sessions = new Map<string, Session>();
  const seen: (string | undefined)[] = [];
  let refuseNext = false;
  let answer: (request: Request) => Promise<Response> = async () => new Response('starting', { status: 503 });

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing, url, (request) => answer(request)).catch((error) => {
      outgoing.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const admin = await listen(
    optionsSchema.parse({ ...CREDENTIALS, appUrl: url, shops: [SHOP], customers: 200 }),
  );

  // The adapter reads this while it is imported, hence no import at the top.
  process.env.APP_BRIDGE_URL = `${admin.url}/app-bridge.js`;
  await import('@shopify/shopify-app-remix/adapters/node');
  const { shopifyApp, ApiVersion, AppDistribution, LogSeverity } = await import(
    '@shopify/shopify-app-remix/server'
  );
  const { setAbstractFetchFunc } = await import('@shopify/shopify-api/runtime');
  setAbstractFetchFunc(async (target, init) => {
    const called = new URL(String(target));
    const headers = new Headers(init?.headers);
    headers.set('x-sim-shop', called.hostname);
    return fetch(`${admin.url}${called.pathname}${called.search}`, { ...init, headers });
  });
  const shopify = shopifyApp({
    apiKey: CREDENTIALS.apiKey,
    apiSecretKey: CREDENTIALS.apiSecret,
    appUrl: url,
    apiVersion: ApiVersion.October26,
    distribution: AppDistribution.AppStore,
    sessionStorage: {
      storeSession: async (session) => Boolean(sessions.set(session.id, session)),
      loadSession: async (id) => sessions.get(id),
      deleteSession: async (id) => sessions.delete(id),
      deleteSessions: async (ids) => ids.every((id) => sessions.delete(id)),
      findSessionsByShop: async (shop) => [...sessions.values()].filter((session) => session.shop === shop),
    },
    logger: { level: LogSeverity.Error },
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  });

  answer = async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/api/')) {
      seen.push(request.headers.get('authorization') ?? undefined);
      if (refuseNext) {
        refuseNext = false;
        return new Response(null, {
          status: 401,
          headers: { 'X-Shopify-Retry-Invalid-Session-Request': '1' },
        });
      }
      const { session } = await shopify.authenticate.admin(request);
      return Response.json({ shop: session.shop, body: await request.text() });
    }
    await shopify.authenticate.admin(request);
    return new Response(page(CREDENTIALS.apiKey, `${admin.url}/app-bridge.js`, pathname), {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  };

  return {
    url,
    admin,
    sessions,
    seen,
    refuseNextToken: () => {
      refuseNext = true;
    },
    async shopName() {
      const context = await shopify.unauthenticated.admin(SHOP);
      const response = await context.admin.graphql('{ shop { myshopifyDomain } }');
      const { data } = await response.json();
      return String(data.shop.myshopifyDomain);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await admin.close();
    },
  };
}

/** A Node request as the web's, answered; a thrown Response is an answer, as in Remix. */
async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
  answer: (request: Request) => Promise<Response>,
): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') {
      headers.set(name, value);
    }
  }
  const method = incoming.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? null : await text(incoming);
  let response: Response;
  try {
    response = await answer(new Request(new URL(incoming.url ?? '/', origin), { method, headers, body }));
  } catch (thrown) {
    if (!(thrown instanceof Response)) {
      throw thrown;
    }
    response = thrown;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
}
