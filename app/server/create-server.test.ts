import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerBuild } from '@remix-run/node';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenedLink } from '../features/links/open-link.server.ts';
import { createServer, type WebServer } from './create-server.ts';
import type { Readiness } from './shell.ts';

const secret = 'secret-of-the-reports-here';
const report = JSON.stringify({ messageId: 'm-1', deliveryStatus: 'Delivered' });
let lines: Record<string, unknown>[];
let readiness: Readiness;
let recording: Promise<void>;
let reading: (() => void) | undefined;
let closed: boolean;
let folder: string;
let server: WebServer;
let origin: string;

/** Two pages in a build as Remix makes it: "/", and "/app", whose action says how much it was sent. */
const build = {
  entry: { module: { default: () => new Response('a page', { headers: { 'content-type': 'text/html' } }) } },
  routes: {
    root: { id: 'root', path: '', module: { default: () => null } },
    app: {
      id: 'app',
      path: 'app',
      parentId: 'root',
      module: {
        action: async ({ request }: { request: Request }) => {
          reading?.();
          return new Response(String((await request.arrayBuffer()).byteLength));
        },
      },
    },
  },
  assets: { entry: { imports: [], module: '' }, routes: {}, url: '', version: '' },
  future: { v3_singleFetch: true },
  publicPath: '/',
  assetsBuildDirectory: '',
  isSpaMode: false,
  // Only what the handler reads.
} as unknown as ServerBuild;

/** Leads to the shop. */
const linkOf = (code: string): OpenedLink | undefined =>
  code === 'aB3dE6gH9k'
    ? {
        linkId: 1,
        shopId: 1,
        campaignId: 1,
        ordinal: 1,
        at: new Date(),
        kind: 'url',
        destination: 'https://shop.example/sale',
      }
    : undefined;

beforeEach(async () => {
  lines = [];
  readiness = { ready: true, reasons: [], oldestDueJobSeconds: null };
  recording = Promise.resolve();
  reading = undefined;
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
      openLink: async (code, host) => (host === 'sms.example.com' ? linkOf(code) : undefined),
      recordClick: () => {},
      optOut: async () => {},
      agree: async () => {},
      readiness: async () => readiness,
      wrongKey: async () => undefined,
      close: async () => {
        closed = true;
      },
    },
    log: pino({ base: null, level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
    appHost: '127.0.0.1',
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

test.each(['/', '/assets/page-1a2b.js', '/assets/missing.js', '/healthz'])(
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
  expect(await ready.json()).toEqual({ ready: false });
  // Strangers are told yes or no; why is in the log.
  expect(JSON.stringify(lines)).toContain('migrations are pending');
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

/** A request as it is written here, byte by byte; what comes back until the connection ends. */
async function raw(...parts: (string | Buffer)[]): Promise<string> {
  const socket = connect((server.http.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  for (const part of parts) {
    socket.write(part);
  }
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString('latin1');
}
const statusOf = (answer: string): number => Number(answer.slice(9, 12));
const head = (line: string, ...headers: string[]) =>
  `${[line, 'Host: 127.0.0.1', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;

test.each([
  ['a path of seven thousand segments', `GET ${'/a'.repeat(7_000)} HTTP/1.1`, 414],
  ['another host before the path', 'GET //evil.example/app HTTP/1.1', 400],
  ['the absolute form', 'GET http://evil.example/app HTTP/1.1', 400],
  ['TRACE', 'TRACE / HTTP/1.1', 405],
  ['PUT', 'PUT /app HTTP/1.1', 405],
  ['what is no page', 'GET /wp-login.php HTTP/1.1', 404],
  ['what is no letter', 'GET /%E0%A4%A HTTP/1.1', 404],
])('%s is refused before any page, and is no error of ours', async (_, line, status) => {
  expect(statusOf(await raw(head(line)))).toBe(status);
  await server.close();
  expect(lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test.each([
  ['a path of a megabyte', head(`GET /${'a'.repeat(1_000_000)} HTTP/1.1`)],
  [
    'twenty thousand headers',
    head('GET / HTTP/1.1', ...Array.from({ length: 20_000 }, (_, i) => `x-${i}: y`)),
  ],
  ['a header of a megabyte', head('GET / HTTP/1.1', `x: ${'y'.repeat(1_000_000)}`)],
])('the connection of %s ends where it is too much, and the next one is answered', async (_, request) => {
  // Node says 431 and hangs up; what was still on its way may reset the connection before that is read.
  expect(['', '431']).toContain((await raw(request)).slice(9, 12));
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
});

test('a host that is none is refused, and its words are not logged', async () => {
  const answer = await raw('GET /app?id_token=eyJsecret HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n');
  expect(statusOf(answer)).toBe(400);
  await server.close();
  expect(JSON.stringify(lines)).not.toContain('eyJsecret');
});

test('a body as large as forms are is read', async () => {
  const answer = await fetch(`${origin}/app`, { method: 'POST', body: 'a'.repeat(200_000) });
  expect(await answer.text()).toBe('200000');
});

test('a body that says that it is larger is refused unread', async () => {
  reading = () => expect.unreachable('the action ran');
  const answer = await fetch(`${origin}/app`, { method: 'POST', body: 'a'.repeat(300_000) });
  expect(answer.status).toBe(413);
  expect(await answer.text()).toContain('larger than 256 kB');
});

test('a body that does not say how large it is ends at the limit, as the caller’s fault', async () => {
  const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`;
  const answer = await raw(
    `POST /app HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ...Array.from({ length: 40 }, () => chunk),
  );
  expect(statusOf(answer)).toBe(413);
  expect(answer.slice(5)).not.toContain('HTTP/1.1');
  await server.close();
  expect(lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test('nothing is kept for a page', async () => {
  const answer = await fetch(`${origin}/app`, { method: 'POST', body: 'x' });
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

/** As a proxy on this machine passes it on. */
const on = (host: string, path: string, init: RequestInit = {}) =>
  fetch(origin + path, { redirect: 'manual', headers: { 'x-forwarded-host': host }, ...init });

test('a link opens on its own host, and on no other, nor on that of the app', async () => {
  expect((await on('sms.example.com', '/aB3dE6gH9k')).headers.get('location')).toBe(
    'https://shop.example/sale',
  );
  expect((await on('SMS.example.com.:443', '/aB3dE6gH9k')).status).toBe(302);
  for (const host of ['sms.beta.example', '127.0.0.1', '127.0.0.1:3000', 'localhost', '10.0.0.7']) {
    expect((await on(host, '/aB3dE6gH9k')).status, host).toBe(404);
  }
});

test.each([
  '/',
  '/app',
  '/auth/login',
  '/assets/page-1a2b.js',
  '/__manifest?p=/app',
  '/webhooks',
  `/mitto/reports/${secret}`,
  `/mitto/inbound/${secret}`,
])('a host of links answers nothing of the app: %s', async (path) => {
  for (const method of ['GET', 'POST']) {
    const answer = await on('sms.example.com', path, { method });
    expect([answer.status, (await answer.text()).length < 200]).toEqual([404, true]);
  }
});

test('probes are answered on any host, since they come by address', async () => {
  expect((await on('10.0.0.7:3000', '/healthz')).status).toBe(200);
  expect((await on('10.0.0.7:3000', '/readyz')).status).toBe(200);
});

test('codes that nobody has are refused for a while to whoever tries them all the time, and real ones never', async () => {
  const tried = [];
  for (let i = 0; i < 620; i += 1) {
    tried.push((await on('sms.example.com', `/${String(i).padStart(10, 'z')}`)).status);
  }
  expect(tried.slice(0, 600).every((status) => status === 404)).toBe(true);
  expect(tried.slice(600).every((status) => status === 429)).toBe(true);
  expect((await on('sms.example.com', '/aB3dE6gH9k')).status).toBe(302);
});
