import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerBuild } from '@remix-run/node';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServer, type WebServer } from './create-server.ts';
import type { Readiness } from './shell.ts';

const secret = 'secret-of-the-reports-here';
const report = JSON.stringify({ messageId: 'm-1', deliveryStatus: 'Delivered' });
let lines: Record<string, unknown>[];
let readiness: Readiness;
let recording: Promise<void>;
let closed: boolean;
let folder: string;
let server: WebServer;
let origin: string;

/** One page, "/", in a build as Remix makes it. */
const build = {
  entry: { module: { default: () => new Response('a page', { headers: { 'content-type': 'text/html' } }) } },
  routes: { root: { id: 'root', path: '', module: { default: () => null } } },
  assets: { entry: { imports: [], module: '' }, routes: {}, url: '', version: '' },
  future: { v3_singleFetch: true },
  publicPath: '/',
  assetsBuildDirectory: '',
  isSpaMode: false,
  // Only what the handler reads.
} as unknown as ServerBuild;

beforeEach(async () => {
  lines = [];
  readiness = { ready: true, reasons: [], oldestDueJobSeconds: null };
  recording = Promise.resolve();
  closed = false;
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'assets', 'page-1a2b.js'), '// a page');
  server = createServer({
    build,
    shell: {
      recordReports: () => recording,
      takeInbound: async () => {},
      takeWebhook: async () => {},
      openLink: async () => undefined,
      recordClick: () => {},
      optOut: async () => {},
      agree: async () => {},
      readiness: async () => readiness,
      close: async () => {
        closed = true;
      },
    },
    log: pino({ base: null, level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
    reportSecret: secret,
    webhookSecrets: ['secret of the app'],
    clientFolder: folder,
    secure: true,
    mode: 'production',
  });
  server.http.listen(0, '127.0.0.1');
  await once(server.http, 'listening');
  // It listens on TCP, so this is no pipe's name.
  origin = `http://127.0.0.1:${(server.http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  if (server.http.listening) {
    await server.close();
  }
  await rm(folder, { recursive: true });
});

test('a page is served, logged without its query, and carries its id', async () => {
  const response = await fetch(`${origin}/?id_token=ey.secret.x&shop=demo.myshopify.com`);
  expect(await response.text()).toBe('a page');
  // The line is written when the connection is done with the answer, after the browser has it.
  await server.close();
  expect(lines).toEqual([
    expect.objectContaining({
      method: 'GET',
      path: '/',
      status: 200,
      requestId: response.headers.get('x-request-id'),
      shop: 'demo.myshopify.com',
    }),
  ]);
  expect(JSON.stringify(lines)).not.toContain('secret');
});

test.each(['/', '/assets/page-1a2b.js', '/assets/missing.js', '/healthz', '/%E0%A4%A'])(
  '%s has the security headers and leaves frames to Shopify',
  async (path) => {
    const { headers } = await fetch(origin + path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
    expect(headers.get('referrer-policy')).toBe('strict-origin');
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  },
);

test('built files are kept for a year, and a missing one is 404 without a page', async () => {
  const found = await fetch(`${origin}/assets/page-1a2b.js`);
  expect(found.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const missing = await fetch(`${origin}/assets/missing.js`);
  expect(missing.status).toBe(404);
  expect(missing.headers.get('cache-control')).toBe('no-store');
});

test('trap 28: being up and being ready are two questions, also for a monitor that looks like a bot', async () => {
  readiness = { ready: false, reasons: ['migrations are pending: x'], oldestDueJobSeconds: null };
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  const ready = await fetch(`${origin}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual(readiness);
});

test('a report that is open at the end is still answered, and then the app is closed', async () => {
  let durable = () => {};
  recording = new Promise((resolve) => {
    durable = resolve;
  });
  const arrived = once(server.http, 'request');
  const answer = fetch(`${origin}/mitto/reports/${secret}`, { method: 'POST', body: report });
  await arrived;
  const end = server.close();
  expect(closed).toBe(false);
  durable();
  expect((await answer).status).toBe(200);
  await end;
  expect(closed).toBe(true);
  await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
});
