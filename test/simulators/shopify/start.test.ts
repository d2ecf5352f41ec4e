import { expect, test } from 'vitest';
import { readOptions } from './options.ts';
import { startShopifyStandIn } from './start.ts';

const options = {
  appUrl: 'http://127.0.0.1:3000',
  apiKey: 'key',
  apiSecret: 'secret',
  shops: ['demo.myshopify.com'],
};

// Processes are started: on a busy machine that takes its time.
const timeout = 60_000;

test('the process says where it listens, answers, and stops when told', { timeout }, async () => {
  const standIn = await startShopifyStandIn(options);
  const response = await fetch(`${standIn.url}/admin`);
  expect(await response.text()).toContain('demo.myshopify.com');
  await standIn.control('uninstall');
  expect((await fetch(`${standIn.url}/session-token`)).status).toBe(401);
  await expect(standIn.control('throttle', { restoreRate: -1 })).rejects.toThrow('maximumAvailable');
  await standIn.stop();
  await expect(fetch(standIn.url)).rejects.toThrow();
});

test('a taken port is named', { timeout }, async () => {
  const first = await startShopifyStandIn(options);
  const port = Number(new URL(first.url).port);
  await expect(startShopifyStandIn({ ...options, port })).rejects.toThrow(`port ${port} is taken`);
  await first.stop();
});

test('a wrong flag is named, with what was expected', () => {
  expect(
    readOptions(['--port', '0', '--app-url', 'nowhere', '--api-key', 'k', '--api-secret', 's']),
  ).toMatchObject({
    ok: false,
    message: expect.stringMatching(/address of the app[\s\S]*name at least one/),
  });
  expect(readOptions(['--colour', 'green'])).toMatchObject({
    ok: false,
    message: expect.stringContaining('--colour'),
  });
});
