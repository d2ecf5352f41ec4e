import { connect, type Socket } from 'node:net';

/** Writes bytes as they are, and reads until the other side ends or `ms` are over. @returns the status; 0: it hung up. */
export function raw(port: number, parts: Iterable<string | Buffer>, ms = 20_000): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Number(answer.slice(9, 12)) || 0);
    };
    const timer = setTimeout(end, ms);
    socket.on('error', () => {}).on('close', end);
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1', 0, 4_000);
      if (answer.includes('\r\n\r\n')) {
        end();
      }
    });
    void writeAll(socket, parts);
  });
}

async function writeAll(socket: Socket, parts: Iterable<string | Buffer>): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) {
      return;
    }
    if (!socket.write(part)) {
      await new Promise<void>((resolve) => {
        const go = () => {
          socket.off('drain', go).off('close', go);
          resolve();
        };
        socket.on('drain', go).on('close', go);
      });
    }
  }
}

export const head = (line: string, headers: readonly string[] = []): string =>
  `${[line, 'Host: 127.0.0.1', ...headers].join('\r\n')}\r\n\r\n`;

/** A body of so many megabytes that does not say how many. */
export function* chunked(megabytes: number, filling: string): Generator<string> {
  const chunk = `${(65_536).toString(16)}\r\n${filling.repeat(65_536 / filling.length)}\r\n`;
  for (let i = 0; i < megabytes * 16; i += 1) {
    yield chunk;
  }
  yield '0\r\n\r\n';
}

/** A socket that is opened and says nothing, or not enough. */
export const hanging = (port: number, begins = ''): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(undefined));
    // Read, or it would not notice that the other side has ended it.
    socket.resume();
    socket.on('connect', () => {
      if (begins !== '') {
        socket.write(begins);
      }
      resolve(socket);
    });
  });
