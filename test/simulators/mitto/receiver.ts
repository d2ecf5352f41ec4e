import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that arrived, its body unread by anybody. */
interface ReceivedRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
  /** `performance.now()` when it was complete. */
  atMs: number;
}

export interface Receiver {
  url: string;
  /** Everything that arrived since the last `clear`, oldest first. */
  received: ReceivedRequest[];
  /** Resolves when that many requests have arrived since the last `clear`. */
  atLeast(count: number): Promise<ReceivedRequest[]>;
  /** Answers the next requests with these statuses, then with 200 again. */
  answerNext(...statuses: number[]): void;
  clear(): void;
  stop(): Promise<void>;
}

/** An HTTP server that keeps what it gets: stands where the app's callback would be. */
export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedRequest[] = [];
  const statuses: number[] = [];
  let waiting: { count: number; resolve: (requests: ReceivedRequest[]) => void }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    received.push({
      method: request.method ?? '',
      url: new URL(request.url ?? '/', 'http://localhost'),
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
      atMs: performance.now(),
    });
    response.writeHead(statuses.shift() ?? 200).end();
    waiting = waiting.filter(({ count, resolve }) => received.length < count || resolve(received));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server on a port has an AddressInfo; a string would be a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/reports?secret=s3cret`,
    received,
    atLeast: (count) =>
      received.length >= count
        ? Promise.resolve(received)
        : new Promise((resolve) => {
            waiting.push({ count, resolve });
          }),
    answerNext: (...next) => void statuses.push(...next),
    clear: () => {
      received.length = 0;
      statuses.length = 0;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
