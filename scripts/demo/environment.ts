import type { DemoState } from './state.ts';

export const demoShop = 'demo.myshopify.com';
/** What the app says of itself: the address that a browser uses. */
export const originOf = (port: number): string => `http://127.0.0.1:${port}`;

/** Variables as a shell has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The Mitto that texts go to. */
export type MittoAccess = { baseUrl: string; apiKey: string; trafficAccountId: string };

/**
 * The variables of web and workers: this shell's, with what the demo decides on top. NODE_ENV is development because
 * production refuses stand-ins for Shopify.
 */
export function appEnvironment(options: {
  given: Variables;
  state: DemoState;
  databaseUrl: string;
  port: number;
  shopifyUrl: string;
  mitto: MittoAccess;
  batch: number | undefined;
}): NodeJS.ProcessEnv {
  const { given, state, databaseUrl, port, shopifyUrl, mitto, batch } = options;
  return {
    ...given,
    NODE_ENV: 'development',
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    SHOPIFY_API_KEY: state.shopifyApiKey,
    SHOPIFY_API_SECRET: state.shopifyApiSecret,
    SHOPIFY_APP_URL: originOf(port),
    LINK_DOMAIN: `localhost:${port}`,
    SHOPIFY_SIM_ORIGIN: shopifyUrl,
    APP_BRIDGE_URL: `${shopifyUrl}/app-bridge.js`,
    ENCRYPTION_KEY: state.encryptionKey,
    MITTO_API_BASE_URL: mitto.baseUrl,
    MITTO_API_KEY: mitto.apiKey,
    MITTO_TRAFFIC_ACCOUNT_ID: mitto.trafficAccountId,
    // Whoever registered an address with a server of theirs by hand knows its secret.
    MITTO_REPORT_SECRET: given.MITTO_REPORT_SECRET || state.mittoReportSecret,
    ...(batch === undefined ? {} : { SMS_BATCH_SIZE: String(batch) }),
  };
}
