import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseEnv } from './env.server.ts';

const good = {
  DATABASE_URL: 'postgres://sendbook:secret@127.0.0.1/sendbook',
  SHOPIFY_API_KEY: '0123456789abcdef',
  SHOPIFY_API_SECRET: randomBytes(16).toString('hex'),
  SHOPIFY_APP_URL: 'https://app.example.com/some/path',
  LINK_DOMAIN: 'sms.example.com',
  ENCRYPTION_KEY: randomBytes(32).toString('hex'),
  MITTO_API_KEY: 'key',
  MITTO_TRAFFIC_ACCOUNT_ID: 'account',
  MITTO_REPORT_SECRET: randomBytes(24).toString('hex'),
};
const problemsOf = (changes: Record<string, string | undefined>) => {
  const parsed = parseEnv({ ...good, ...changes });
  return parsed.ok ? [] : parsed.problems;
};
const envOf = (changes: Record<string, string | undefined>) => {
  const parsed = parseEnv({ ...good, ...changes });
  if (!parsed.ok) {
    throw new Error(parsed.problems.join('; '));
  }
  return parsed.env;
};

test('what is not given has the value of the documentation', () => {
  expect(envOf({})).toMatchObject({
    NODE_ENV: 'production',
    MITTO_API_BASE_URL: 'https://messaging.mittoapi.com',
    MITTO_RETRYABLE_STATUSES: [429],
    SMS_BATCH_SIZE: 5000,
    MITTO_MAX_BODY_BYTES: 1_000_000,
    MITTO_REQUESTS_PER_SECOND: 100,
    SHOP_REQUESTS_PER_SECOND: 50,
    UNKNOWN_DEADLINE_HOURS: 72,
  });
});

test('an empty value counts as missing', () => {
  expect(envOf({ SMS_BATCH_SIZE: '' }).SMS_BATCH_SIZE).toBe(5000);
  expect(problemsOf({ MITTO_API_KEY: '' })[0]).toMatch(/^MITTO_API_KEY is missing/);
});

test('every wrong variable is told at once, by name, with what was expected and an example', () => {
  const problems = problemsOf({
    DATABASE_URL: 'mysql://x',
    ENCRYPTION_KEY: 'short',
    MITTO_API_KEY: undefined,
  });
  expect(problems).toHaveLength(3);
  expect(problems.find((line) => line.startsWith('DATABASE_URL'))).toMatch(/Example: DATABASE_URL=postgres:/);
  expect(problems.find((line) => line.startsWith('ENCRYPTION_KEY'))).toMatch(/64 hexadecimal.*openssl/);
  expect(problems.find((line) => line.startsWith('MITTO_API_KEY'))).toMatch(/is missing\. Example/);
});

test('no problem repeats the value: it may be a secret', () => {
  const problems = problemsOf({ ENCRYPTION_KEY: 'my-secret-key', MITTO_REPORT_SECRET: 'too-short' });
  expect(problems.join()).not.toMatch(/my-secret-key|too-short/);
});

test('an address loses what callers append themselves', () => {
  expect(envOf({}).SHOPIFY_APP_URL).toBe('https://app.example.com');
  expect(envOf({ MITTO_API_BASE_URL: 'https://proxy.example.com/mitto//' }).MITTO_API_BASE_URL).toBe(
    'https://proxy.example.com/mitto',
  );
});

describe('plain http', () => {
  test.each(['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:9'])('is taken to %s', (url) => {
    expect(problemsOf({ MITTO_API_BASE_URL: url })).toEqual([]);
  });
  test.each(['http://mitto.example.com', 'http://127.0.0.1.example.com', 'ftp://127.0.0.1'])(
    'is refused to %s',
    (url) => {
      expect(problemsOf({ MITTO_API_BASE_URL: url })).toHaveLength(1);
    },
  );
});

test('the operator’s statuses are a list of numbers', () => {
  expect(envOf({ MITTO_RETRYABLE_STATUSES: '429, 503' }).MITTO_RETRYABLE_STATUSES).toEqual([429, 503]);
  expect(problemsOf({ MITTO_RETRYABLE_STATUSES: '429,soon' })).not.toEqual([]);
  expect(problemsOf({ MITTO_RETRYABLE_STATUSES: '200' })).not.toEqual([]);
});

test('the stand-in of Shopify is refused in production', () => {
  const stand = {
    SHOPIFY_SIM_ORIGIN: 'http://127.0.0.1:4000',
    APP_BRIDGE_URL: 'http://127.0.0.1:4000/bridge.js',
  };
  expect(problemsOf({ ...stand, NODE_ENV: 'development' })).toEqual([]);
  const problems = problemsOf(stand);
  expect(problems.map((line) => line.split(' ')[0])).toEqual(['SHOPIFY_SIM_ORIGIN', 'APP_BRIDGE_URL']);
});

test('a failpoint is refused in production, and a place that no process can be killed at is refused everywhere', () => {
  const armed = { NODE_ENV: 'test', FAILPOINT: 'after-answer:2' };
  expect(envOf(armed).FAILPOINT).toEqual({ name: 'after-answer', nth: 2 });
  expect(problemsOf({ ...armed, NODE_ENV: 'production' })).toEqual([
    expect.stringMatching(/^FAILPOINT must not be set in production/),
  ]);
  for (const wrong of ['somewhere:1', 'after-answer', 'after-answer:soon']) {
    expect(problemsOf({ NODE_ENV: 'test', FAILPOINT: wrong }), wrong).toHaveLength(1);
  }
});

test.each([
  ['ENCRYPTION_KEY', '0'.repeat(64)],
  ['MITTO_REPORT_SECRET', 'a'.repeat(24)],
  ['MITTO_REPORT_SECRET', '32 or more characters, made by: openssl rand -hex 24'],
  ['SHOPIFY_API_SECRET', '12345678'],
  ['SHOPIFY_API_SECRET', 'the client secret from the Partner Dashboard'],
  ['SHOPIFY_API_SECRET_BEFORE', 'client-secret-of-before'],
  ['SHOPIFY_APP_URL', 'http://127.0.0.1:3000'],
  ['LINK_DOMAIN', 'localhost:3000'],
])('%s of %s does for a laptop, and not where nothing says that it is one', (name, value) => {
  expect(problemsOf({ [name]: value, NODE_ENV: 'development' })).toEqual([]);
  expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
});

test.each(['app.example.com', 'app.example.com:8443', 'app.example.com.'])(
  'links are refused the host of the app: %s',
  (host) => {
    expect(problemsOf({ LINK_DOMAIN: host })).toHaveLength(1);
  },
);
