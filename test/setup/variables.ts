/**
 * The environment of the tests, whole: whatever the developer's shell has set must not reach them. Nothing listens
 * on the addresses, so a call that a test forgot to redirect fails at once and leaves this machine never.
 */
const refusing = 'http://127.0.0.1:9';

export const testVariables = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:9/no_database',
  DATABASE_POOL_SIZE: '10',
  DATABASE_WAIT_SECONDS: '0',
  HOST: '127.0.0.1',
  PORT: '0',
  SHOPIFY_API_KEY: '0123456789abcdef0123456789abcdef',
  SHOPIFY_API_SECRET: 'test-secret-of-the-shopify-app',
  SHOPIFY_APP_URL: 'https://sendbook.test',
  LINK_DOMAIN: 'textlink.test',
  DNS_SERVERS: '127.0.0.1:9',
  SHOPIFY_SIM_ORIGIN: refusing,
  APP_BRIDGE_URL: `${refusing}/app-bridge.js`,
  ENCRYPTION_KEY: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
  MITTO_API_BASE_URL: refusing,
  MITTO_API_KEY: 'test-key-of-mitto',
  MITTO_TRAFFIC_ACCOUNT_ID: '7f3c2f0e-5a51-4c0e-9d3b-3a1f4a2f9b10',
  MITTO_REPORT_SECRET: 'test-secret-of-the-delivery-reports',
  MITTO_TIMEOUT_MS: '2000',
  MITTO_MAX_BODY_BYTES: '',
  MITTO_RETRYABLE_STATUSES: '',
  MITTO_REQUESTS_PER_SECOND: '',
  SHOP_REQUESTS_PER_SECOND: '',
  SMS_BATCH_SIZE: '',
  DISPATCH_CONCURRENCY: '',
  UNKNOWN_DEADLINE_HOURS: '',
  FAILPOINT: '',
  FAILPOINT_LOG: '',
  TZ: 'UTC',
} as const satisfies Record<string, string>;
