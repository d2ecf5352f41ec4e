import { chmod, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { prepareAccounts, type Urls, urlsFor } from './accounts.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { initialise, readPassword } from './initialise.ts';
import { withLock } from './lock.ts';
import { type ServerPaths, serverPaths } from './paths.ts';
import { PostgresProblem } from './problem.ts';
import { runningServer, startServer, stopServer } from './server.ts';
import { type ServerUser, serverUser } from './server-user.ts';
import { durableSettings, type Settings } from './settings.ts';
import * as users from './users.ts';

export { PostgresProblem } from './problem.ts';

const projectFolder = resolve(import.meta.dirname, '../..');

/** The server of the demo and of development. */
export const defaultDataDir = resolve(projectFolder, '.data/postgres');
/** The server of the tests: its databases may be lost at any time. */
export const testDataDir = resolve(projectFolder, '.data/test-postgres');

export type Postgres = Urls & {
  /** false when DATABASE_URL named the server: then `adminUrl` is `url`, and `stop` does nothing. */
  embedded: boolean;
  /** Ends this process's use; the last living user stops the server. May be called twice. */
  stop(): Promise<void>;
};

export type PostgresOptions = { dataDir?: string; settings?: Settings; durable?: boolean };

/**
 * A PostgreSQL to work with: the one that DATABASE_URL names, otherwise an embedded one, which is made, started or
 * joined as needed. Several processes may call this at the same time.
 *
 * @throws PostgresProblem when it can't be had; the message says why and what to do.
 */
export async function ensurePostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const given = process.env.DATABASE_URL;
  return given === undefined || given === ''
    ? await ensureEmbeddedPostgres(options)
    : { url: given, adminUrl: given, embedded: false, stop: async () => {} };
}

/** As `ensurePostgres`, but never looks at DATABASE_URL. */
export async function ensureEmbeddedPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const {
    dataDir = defaultDataDir,
    settings = durableSettings,
    durable = settings.fsync !== false,
  } = options;
  const server = await findServer(dataDir);
  const { urls, note } = await withLock(server.paths.lock, async () => {
    const joined = await users.join(server.paths.users);
    try {
      return { urls: await startUnlessRunning(server, settings, durable), note: joined };
    } catch (error) {
      await users.leave(server.paths.users, joined);
      throw error;
    }
  });

  const stop = () =>
    withLock(server.paths.lock, async () => {
      await users.leave(server.paths.users, note);
      if (!(await users.inUse(server.paths.users)) && (await runningServer(server.paths)) !== undefined) {
        await stopServer(server.paths, server.binaries, server.user);
      }
    });
  return { ...urls, embedded: true, stop };
}

/** Starts the embedded server, to stay up until `stopPostgres`. */
export async function startPostgresToStay(): Promise<Urls> {
  const postgres = await ensureEmbeddedPostgres();
  await users.keep(serverPaths(defaultDataDir).users);
  await postgres.stop();
  return { url: postgres.url, adminUrl: postgres.adminUrl };
}

/** Stops the embedded server whoever uses it. @returns false when it was not running. */
export async function stopPostgres(dataDir: string = defaultDataDir): Promise<boolean> {
  const server = await findServer(dataDir);
  return await withLock(server.paths.lock, async () => {
    await users.clear(server.paths.users);
    if ((await runningServer(server.paths)) === undefined) {
      return false;
    }
    await stopServer(server.paths, server.binaries, server.user);
    return true;
  });
}

/** How to reach the embedded server; undefined when it is not running. */
export async function runningPostgres(dataDir: string = defaultDataDir): Promise<Urls | undefined> {
  const paths = serverPaths(dataDir);
  const running = await runningServer(paths);
  return running === undefined ? undefined : urlsFor(running.port, await readPassword(paths));
}

type Server = { paths: ServerPaths; binaries: Binaries; user: ServerUser };

async function findServer(dataDir: string): Promise<Server> {
  const paths = serverPaths(dataDir);
  try {
    await mkdir(paths.root, { recursive: true });
    // Whatever the umask says, the server's user must be able to pass through.
    await chmod(paths.root, 0o755);
  } catch (error) {
    throw new PostgresProblem(
      `The folder ${paths.root} can't be made or changed (${error instanceof Error ? error.message : error}). ` +
        'Give this user the right to write there, or set DATABASE_URL.',
    );
  }
  const binaries = await findBinaries();
  return { paths, binaries, user: await serverUser(paths.root, binaries.initdb) };
}

async function startUnlessRunning(server: Server, settings: Settings, durable: boolean): Promise<Urls> {
  const { paths, binaries, user } = server;
  const password = await initialise(paths, binaries, user, durable);
  const port = (await runningServer(paths))?.port ?? (await startServer(paths, binaries, user, settings));
  const urls = urlsFor(port, password);
  await prepareAccounts(urls, password);
  return urls;
}
