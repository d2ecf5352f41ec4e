import { once } from 'node:events';
import { createServer } from 'node:net';

/** Free at this moment. For a process whose address others must know before it listens, or after it died. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('no port');
  }
  return address.port;
}
