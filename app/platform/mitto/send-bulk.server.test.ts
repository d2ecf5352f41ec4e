import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { httpStub, type StubServer, tcpStub } from '../../../test/support/flows/stub-server.ts';
import { env } from '../env.server.ts';
import { sendBulk } from './send-bulk.server.ts';

let stub: StubServer | undefined;
const nobody = 'http://127.0.0.1:9';
const ahead = (ms = 5_000) => performance.now() + ms;

beforeEach(() => {
  env.MITTO_TIMEOUT_MS = 5_000;
});

afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

async function serve(answer: RequestListener): Promise<void> {
  stub = await httpStub(answer);
  env.MITTO_API_BASE_URL = stub.url;
}

async function serveBytes(connected: (socket: Socket) => void): Promise<void> {
  stub = await tcpStub(connected);
  env.MITTO_API_BASE_URL = stub.url;
}

test('a call is one POST with our key, and its answer comes back as it was', async () => {
  const seen: unknown[] = [];
  await serve(async (request, response) => {
    const { method, url, headers } = request;
    seen.push({
      method,
      url,
      key: headers['x-mitto-api-key'],
      type: headers['content-type'],
      body: await text(request),
    });
    response.writeHead(200, { 'retry-after': '7' }).end('{"bulkId":"Ω"}');
  });
  expect(await sendBulk('{"messages":["Γεια"]}', ahead())).toEqual({
    kind: 'answered',
    status: 200,
    body: '{"bulkId":"Ω"}',
    retryAfter: '7',
  });
  expect(seen).toEqual([
    {
      method: 'POST',
      url: '/api/v1.1/Messages/sendmessagesbulk',
      key: env.MITTO_API_KEY,
      type: 'application/json',
      body: '{"messages":["Γεια"]}',
    },
  ]);
});

test.each([301, 307, 308, 429, 500, 503])(
  'a %i is seen as what it is: not followed, not tried again',
  async (status) => {
    let calls = 0;
    await serve((request, response) => {
      calls += 1;
      request.resume().on('end', () => response.writeHead(status, { location: '/elsewhere' }).end('no'));
    });
    expect(await sendBulk('{}', ahead())).toMatchObject({ kind: 'answered', status });
    expect(calls).toBe(1);
  },
);

test('each call has a connection of its own: a kept one may be closed by the time it is used', async () => {
  const ports = new Set<number | undefined>();
  await serve((request, response) => {
    ports.add(request.socket.remotePort);
    request.resume().on('end', () => response.end('{}'));
  });
  await sendBulk('{}', ahead());
  await sendBulk('{}', ahead());
  expect(ports.size).toBe(2);
});

describe('nothing has left', () => {
  test('when nobody listens', async () => {
    env.MITTO_API_BASE_URL = nobody;
    expect(await sendBulk('{}', ahead())).toEqual({ kind: 'not_connected', cause: 'ECONNREFUSED' });
  });

  test('when the name is not known', async () => {
    env.MITTO_API_BASE_URL = 'https://mitto.invalid';
    expect(await sendBulk('{}', ahead())).toMatchObject({ kind: 'not_connected' });
  });

  test('when the deadline has passed: the carrier is not even connected to', async () => {
    let connections = 0;
    await serveBytes(() => {
      connections += 1;
    });
    expect(await sendBulk('{}', performance.now() - 1)).toMatchObject({ kind: 'not_connected' });
    expect(connections).toBe(0);
  });

  test('when the process slept through the deadline while it connected', async () => {
    const bytes: Buffer[] = [];
    await serveBytes((socket) => socket.on('data', (chunk) => bytes.push(chunk)));
    const deadline = ahead();
    const now = vi
      .spyOn(performance, 'now')
      .mockReturnValueOnce(deadline - 5_000)
      .mockReturnValue(deadline);
    try {
      expect(await sendBulk('{}', deadline)).toMatchObject({ kind: 'not_written' });
    } finally {
      now.mockRestore();
    }
    expect(bytes).toEqual([]);
  });

  test('whole, when the connection broke while the request was being written', async () => {
    await serveBytes((socket) => {
      socket.once('data', () => socket.pause().resetAndDestroy());
    });
    // More than the buffers between two processes hold.
    expect(await sendBulk(`"${'x'.repeat(60_000_000)}"`, ahead())).toMatchObject({ kind: 'not_written' });
  });
});

describe('the request was written and nothing is known', () => {
  test('when no answer comes in time', async () => {
    env.MITTO_TIMEOUT_MS = 300;
    await serve((request) => void request.resume());
    expect(await sendBulk('{}', ahead())).toEqual({ kind: 'lost', cause: 'timeout' });
  });

  test('when the deadline is nearer than the time-out', async () => {
    await serve((request) => void request.resume());
    const started = performance.now();
    expect(await sendBulk('{}', ahead(300))).toEqual({ kind: 'lost', cause: 'timeout' });
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  test('when the connection is reset', async () => {
    await serveBytes((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    expect(await sendBulk('{}', ahead())).toEqual({ kind: 'lost', cause: 'reset' });
  });

  test('when the connection is closed without an answer', async () => {
    await serveBytes((socket) => {
      socket.once('data', () => socket.end());
    });
    expect(await sendBulk('{}', ahead())).toMatchObject({ kind: 'lost' });
  });

  test('when the answer is cut off', async () => {
    await serveBytes((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"bulkId":'));
    });
    expect(await sendBulk('{}', ahead())).toMatchObject({ kind: 'lost' });
  });

  test('when the answer is no HTTP', async () => {
    await serveBytes((socket) => {
      socket.once('data', () => socket.end('hello'));
    });
    expect(await sendBulk('{}', ahead())).toMatchObject({ kind: 'lost' });
  });

  test('when the answer never ends', async () => {
    await serve((request, response) => {
      request.resume();
      response.on('error', () => {});
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1_000_000))) {
          // Fills the pipe; 'drain' goes on.
        }
      };
      response.on('drain', more);
      more();
    });
    expect(await sendBulk('{}', ahead())).toEqual({ kind: 'lost', cause: 'closed' });
  });
});
