import { expect, test } from 'vitest';
import { parseEnv } from '../../app/platform/env.server.ts';
import { appEnvironment } from './environment.ts';
import { givenMitto } from './mitto.ts';

const state = {
  shopifyApiKey: 'a'.repeat(32),
  shopifyApiSecret: 'b'.repeat(48),
  encryptionKey: 'c'.repeat(64),
  mittoReportSecret: 'd'.repeat(48),
  mittoApiKey: 'e'.repeat(48),
  trafficAccountId: '7f3c2f0e-5a51-4c0e-9d3b-3a1f4a2f9b10',
  contacts: 1_000,
};
const options = {
  state,
  databaseUrl: 'postgres://sendbook@127.0.0.1:5432/sendbook',
  port: 3000,
  shopifyUrl: 'http://127.0.0.1:3001',
  mitto: { baseUrl: 'http://127.0.0.1:7001', apiKey: 'key', trafficAccountId: 'account' },
  batch: 50,
};

test('whatever the shell has set, the app starts, on this machine only, and with the stand-in', () => {
  const given = {
    NODE_ENV: 'production',
    SHOPIFY_API_SECRET: 'the real one',
    PORT: '80',
    SMS_BATCH_SIZE: '1',
  };
  expect(parseEnv(appEnvironment({ given, ...options }))).toMatchObject({
    ok: true,
    env: {
      HOST: '127.0.0.1',
      PORT: 3000,
      SHOPIFY_API_SECRET: state.shopifyApiSecret,
      SHOPIFY_SIM_ORIGIN: 'http://127.0.0.1:3001',
      SMS_BATCH_SIZE: 50,
    },
  });
});

test('without an address of Mitto the simulator is used', () => {
  expect(givenMitto({ MITTO_API_KEY: 'key' })).toBeUndefined();
});

test('an address of Mitto wants a key and an account', () => {
  expect(() => givenMitto({ MITTO_API_BASE_URL: 'http://127.0.0.1:7001', MITTO_API_KEY: 'key' })).toThrow(
    'MITTO_TRAFFIC_ACCOUNT_ID is missing',
  );
});

test('the demo never texts its invented customers through Mitto itself', () => {
  const given = { MITTO_API_KEY: 'key', MITTO_TRAFFIC_ACCOUNT_ID: 'account' };
  expect(() => givenMitto({ ...given, MITTO_API_BASE_URL: 'https://messaging.mittoapi.com' })).toThrow(
    'names Mitto itself',
  );
});
