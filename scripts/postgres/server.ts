import { once } from 'node:events';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Binaries } from './binaries.ts';
import type { ServerPaths } from './paths.ts';
import { PostgresProblem } from './problem.ts';
import { isPostgres } from './processes.ts';
import type { ServerUser } from './server-user.ts';
import { type Settings, settingsFile } from './settings.ts';

/** Crash recovery may replay gigabytes of log before the server answers. */
const startSeconds = 300;
const stopSeconds = 60;
const logBytesMax = 10_000_000;
const portAttemptsMax = 3;

/** The process id and port of the running server; undefined when there is none. A stale pid file is removed. */
export async function runningServer(paths: ServerPaths): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(paths.pidFile, 'utf8').catch(() => '');
  if (text === '') {
    return undefined;
  }
  // The lines of postmaster.pid: pid, data folder, start time, port, … (PostgreSQL, miscadmin.h, LOCK_FILE_LINE_*).
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!isPostgres(pid)) {
    await rm(paths.pidFile, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3]) };
}

/**
 * Starts the server and waits until it answers, crash recovery included.
 *
 * @returns the port: the one of last time if it is free, otherwise another one.
 * @throws PostgresProblem with the end of the server's log.
 */
export async function startServer(
  paths: ServerPaths,
  binaries: Binaries,
  user: ServerUser,
  settings: Settings,
): Promise<number> {
  await keepLogSmall(paths);
  let port = Number(await readFile(paths.port, 'utf8').catch(() => '0'));
  for (let attempt = 1; ; attempt += 1) {
    port = await freePort(port);
    const compression = await bestCompression(paths, binaries, user);
    await writeFile(paths.settings, settingsFile(port, { ...compression, ...settings }), { mode: 0o644 });
    const logBefore = await sizeOf(paths.log);
    const started = await user.run(binaries.pg_ctl, [
      'start',
      '--wait',
      `--timeout=${startSeconds}`,
      `--pgdata=${paths.cluster}`,
      `--log=${paths.log}`,
      '--silent',
    ]);
    if (started.code === 0) {
      await writeFile(paths.port, String(port));
      return port;
    }
    const log = (await readFile(paths.log, 'utf8').catch(() => '')).slice(logBefore);
    // Between the look for a free port and the start, somebody else may have taken it.
    if (!log.includes('could not bind') || attempt === portAttemptsMax) {
      throw new PostgresProblem(explain(paths, started.output, log));
    }
    port = 0;
  }
}

/** Ends open connections, writes a checkpoint and stops (PostgreSQL's "fast" shutdown). */
export async function stopServer(paths: ServerPaths, binaries: Binaries, user: ServerUser): Promise<void> {
  const stopped = await user.run(binaries.pg_ctl, [
    'stop',
    '--wait',
    `--timeout=${stopSeconds}`,
    '--mode=fast',
    `--pgdata=${paths.cluster}`,
    '--silent',
  ]);
  if (stopped.code !== 0 && (await runningServer(paths)) !== undefined) {
    throw new PostgresProblem(`PostgreSQL in ${paths.cluster} did not stop: ${stopped.output}`);
  }
}

function explain(paths: ServerPaths, output: string, log: string): string {
  const end = log.trim().split('\n').slice(-8).join('\n  ');
  return (
    `PostgreSQL did not start in ${paths.cluster} (${output || 'no message'}). ` +
    `The end of its log (${paths.log}):\n  ${end || 'nothing was logged: may this user write there, and is there space left?'}`
  );
}

/** lz4 makes full page images cheap, but not every build has it; pglz costs more processor than it saves here. */
async function bestCompression(paths: ServerPaths, binaries: Binaries, user: ServerUser): Promise<Settings> {
  const asked = await user.run(binaries.postgres, [
    ...['-D', paths.cluster, '-c', 'wal_compression=lz4', '-C', 'wal_compression'],
  ]);
  return asked.code === 0 ? { wal_compression: 'lz4' } : {};
}

/** @param wished the port to have if nobody uses it; 0 for any. */
async function freePort(wished: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(wished, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    return typeof address === 'object' && address !== null ? address.port : wished;
  } catch (error) {
    if (wished === 0) {
      throw error;
    }
    return await freePort(0);
  } finally {
    probe.close();
  }
}

async function keepLogSmall(paths: ServerPaths): Promise<void> {
  if ((await sizeOf(paths.log)) > logBytesMax) {
    await rename(paths.log, `${paths.log}.old`);
  }
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => ({ size: 0 }))).size;
}
