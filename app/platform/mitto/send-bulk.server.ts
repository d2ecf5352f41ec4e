import http from 'node:http';
import https from 'node:https';
import type { BulkObservation } from '../../core/messaging/bulk-outcome.ts';
import { env } from '../env.server.ts';
import { failpoint } from '../failpoints.server.ts';

const PATH = '/api/v1.1/Messages/sendmessagesbulk';
const ANSWER_BYTES_MAX = 20_000_000;

/**
 * Makes **one** bulk call and says what was seen of it. Never throws, never retries, follows no redirect.
 *
 * A fresh connection each time, on purpose: a kept one that the other side has just closed dies after the request was
 * written, and five thousand texts that never left would have to be called unknown.
 *
 * `deadline` is a time of `performance.now()`, which no clock change moves: past it the batch may have been given up
 * by the sweep, so not one byte may leave.
 */
export function sendBulk(body: string, deadline: number): Promise<BulkObservation> {
  const url = new URL(env.MITTO_API_BASE_URL + PATH);
  const bytes = Buffer.from(body);
  const { request: open } = url.protocol === 'https:' ? https : http;

  return new Promise((resolve) => {
    const left = Math.min(env.MITTO_TIMEOUT_MS, deadline - performance.now());
    if (left <= 0) {
      resolve({ kind: 'not_connected', cause: 'deadline passed before the call' });
      return;
    }
    let connected = false;
    let written = false;
    let settled = false;

    const settle = (seen: BulkObservation) => {
      if (!settled) {
        settled = true;
        clearTimeout(timer);
        resolve(seen);
      }
    };
    const fail = (cause: 'timeout' | 'reset' | 'closed', detail: string) => {
      if (written) {
        settle({ kind: 'lost', cause });
      } else {
        settle({ kind: connected ? 'not_written' : 'not_connected', cause: detail });
      }
      request.destroy();
    };

    const request = open(url, {
      method: 'POST',
      agent: false,
      headers: {
        'X-Mitto-API-Key': env.MITTO_API_KEY,
        'Content-Type': 'application/json',
        'Content-Length': bytes.length,
        Accept: 'application/json',
        Connection: 'close',
      },
    });
    const timer = setTimeout(() => fail('timeout', 'timeout'), left);

    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
        // Connecting may have taken long; after this check the bytes leave.
        if (performance.now() >= deadline) {
          fail('timeout', 'deadline passed while connecting');
          return;
        }
        request.end(bytes);
      });
    });
    // Emitted when the last byte was handed to the operating system: from here on Mitto may have the texts.
    request.on('finish', () => {
      written = true;
      failpoint('after-request-bytes');
    });
    request.on('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'ECONNRESET' ? 'reset' : 'closed', error.code ?? error.name),
    );
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > ANSWER_BYTES_MAX) {
          fail('closed', 'answer too long');
          return;
        }
        chunks.push(chunk);
      });
      response.on('aborted', () => fail('closed', 'answer cut off'));
      response.on('error', () => fail('closed', 'answer cut off'));
      response.on('end', () => {
        const retryAfter = response.headers['retry-after'];
        settle({
          kind: 'answered',
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          ...(retryAfter === undefined ? {} : { retryAfter }),
        });
      });
    });
    // Headers wait for the body, so that nothing leaves before the check above.
  });
}
