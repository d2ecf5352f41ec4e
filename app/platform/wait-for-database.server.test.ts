import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { env } from './env.server.ts';
import { waitForDatabase } from './wait-for-database.server.ts';

const changed = (part: Partial<Record<'username' | 'password' | 'pathname', string>>) =>
  Object.assign(new URL(env.DATABASE_URL), part).href;

test('a database that answers is found at once', async () => {
  expect(await waitForDatabase(env.DATABASE_URL, { seconds: 0 })).toEqual({ ok: true });
});

test('an account that is refused is told without waiting and without its password', async () => {
  // A server that trusts everybody minds no password, so the user is wrong too.
  const found = await waitForDatabase(changed({ username: 'stranger', password: 'mistyped' }), {
    seconds: 600,
  });
  expect(found).toMatchObject({ ok: false, problem: expect.stringMatching(/refused .+ DATABASE_URL/) });
  expect(JSON.stringify(found)).not.toContain('mistyped');
});

test('a database of another name is told without waiting', async () => {
  const found = await waitForDatabase(changed({ pathname: '/nowhere' }), { seconds: 600 });
  expect(found).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/no database of this name; create it/),
  });
});

test('one that is down is waited for, with a message, and found when it comes up', async () => {
  // A port where nothing listens: the address of a server that was just closed.
  const proxy = createServer();
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  proxy.close();
  await once(proxy, 'close');
  if (typeof address !== 'object' || address === null) {
    throw new Error('a TCP server has an address');
  }
  const real = new URL(env.DATABASE_URL);
  const away = new URL(env.DATABASE_URL);
  away.port = String(address.port);

  const lines: string[] = [];
  const found = await waitForDatabase(away.href, {
    seconds: 30,
    report(line) {
      lines.push(line);
      proxyTo(real).listen(address.port, '127.0.0.1');
    },
  });
  expect(found).toEqual({ ok: true });
  expect(lines).toEqual([
    expect.stringMatching(/^Waiting for the database 127\.0\.0\.1:\d+\/\w+ \(connection refused\)/),
  ]);
});

/** A server that passes every connection on to the database. */
function proxyTo(database: URL) {
  const server = createServer((socket) => {
    const upstream = connect(Number(database.port), database.hostname);
    socket.pipe(upstream).pipe(socket);
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => server.close());
  });
  return server;
}
