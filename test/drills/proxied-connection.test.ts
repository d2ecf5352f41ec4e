import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ConnectionFault } from './connection-faults.ts';
import { ProxiedConnection } from './proxied-connection.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
  }
});

async function listen(handle: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, handle).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  // It listens on TCP, so this is no pipe's name.
  return (server.address() as AddressInfo).port;
}

/** A client whose every word goes through a proxied connection to a server that says it back. */
async function echoThrough(fault: ConnectionFault | undefined) {
  const befell: string[] = [];
  const echo = await listen((socket) => socket.on('error', () => {}).pipe(socket));
  const { promise: opened, resolve } = Promise.withResolvers<ProxiedConnection>();
  const port = await listen((client) => {
    const server = connect({ port: echo, host: '127.0.0.1', allowHalfOpen: true });
    const connection = new ProxiedConnection(client, server, 'http', {
      fateOf: () => 'forward',
      befell: (what) => befell.push(what),
    });
    connection.suffer(fault);
    resolve(connection);
  });
  const client = connect({ port, host: '127.0.0.1' });
  let heard = '';
  client.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
  });
  const ended = new Promise<string>((done) => {
    client.once('error', () => done('reset')).once('end', () => done('closed'));
  });
  return { client, connection: await opened, heard: () => heard, ended, befell };
}

test('a sound connection passes everything on, and its end', async () => {
  const { client, heard, ended, befell } = await echoThrough(undefined);
  client.end('all of it');
  expect(await ended).toBe('closed');
  expect([heard(), befell]).toEqual(['all of it', []]);
});

test('a cut comes after so many bytes', async () => {
  const fault = { kind: 'cut', side: 'answers', after: 4, how: 'close' } as const;
  const { client, heard, ended, befell } = await echoThrough(fault);
  client.write('nobody hears the end');
  expect(await ended).toBe('closed');
  expect([heard(), befell]).toEqual(['nobo', ['cut']]);
});

test('a reset is one to the client', async () => {
  const { client, ended } = await echoThrough({ kind: 'cut', side: 'requests', after: 0, how: 'reset' });
  client.write('nothing arrives');
  expect(await ended).toBe('reset');
});

test('after a half-close of the requests the answers still come', async () => {
  const { client, heard, ended } = await echoThrough({ kind: 'half-close', side: 'requests', after: 3 });
  client.write('one two');
  expect(await ended).toBe('closed');
  expect(heard()).toBe('one');
});

test('what is garbled cannot be taken for anything that was said', async () => {
  const { client, heard, ended } = await echoThrough({ kind: 'garble', side: 'answers', after: 2 });
  client.end('{"id":"1"}');
  expect(await ended).toBe('closed');
  expect(heard()).toBe(`{"${'\0'.repeat(8)}`);
});

test('what a black hole held comes late when it heals, in order', async () => {
  const fault = { kind: 'blackhole', side: 'requests', after: 0, ends: 'late' } as const;
  const { client, connection, heard, ended, befell } = await echoThrough(fault);
  client.write('first ');
  await expect.poll(() => befell).toEqual(['blackhole']);
  client.end('second');
  connection.heal();
  expect(await ended).toBe('closed');
  expect(heard()).toBe('first second');
});

test('or is lost, with a reset', async () => {
  const fault = { kind: 'blackhole', side: 'requests', after: 0, ends: 'reset' } as const;
  const { client, connection, heard, ended, befell } = await echoThrough(fault);
  client.write('first');
  await expect.poll(() => befell).toEqual(['blackhole']);
  connection.heal();
  expect(await ended).toBe('reset');
  expect(heard()).toBe('');
});
