import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';

export type StubServer = { url: string; close(): Promise<void> };

/** An HTTP server of one test, for what the Mitto simulator does not do. */
export async function httpStub(answer: RequestListener): Promise<StubServer> {
  return listening(createServer(answer));
}

/** The same on the level of bytes. */
export async function tcpStub(connected: (socket: Socket) => void): Promise<StubServer> {
  return listening(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      connected(socket);
    }),
  );
}

async function listening(server: Server): Promise<StubServer> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the stub does not listen');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      for (const socket of open) {
        socket.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}
