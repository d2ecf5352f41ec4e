import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { ServerPaths } from './paths.ts';
import { PostgresProblem } from './problem.ts';
import type { ServerUser } from './server-user.ts';

/** The major version that the package brings; a folder of another one can't be opened by it. */
const major = '18';

const hostBasedAccess = `# Written by scripts/postgres when the cluster was made.
host all all 127.0.0.1/32 scram-sha-256
`;

/**
 * Makes the folder and the cluster in it unless there is one.
 *
 * @returns the password of both accounts (the superuser "postgres" and the owner "sendbook").
 * @throws PostgresProblem when the folder belongs to another PostgreSQL version, or initdb fails.
 */
export async function initialise(
  paths: ServerPaths,
  binaries: Binaries,
  user: ServerUser,
  durable: boolean,
): Promise<string> {
  if (existsSync(resolve(paths.cluster, 'PG_VERSION'))) {
    const version = (await readFile(resolve(paths.cluster, 'PG_VERSION'), 'utf8')).trim();
    if (version !== major) {
      throw new PostgresProblem(
        `${paths.cluster} was made by PostgreSQL ${version}, and this is ${major}. Its data can't be opened: ` +
          'move the folder away to begin anew, or upgrade it with pg_upgrade.',
      );
    }
    return readPassword(paths);
  }
  await rm(paths.cluster, { recursive: true, force: true });
  await rm(paths.unfinished, { recursive: true, force: true });
  await ownedFolder(paths.unfinished, user);

  const password = randomBytes(24).toString('hex');
  await writeFile(paths.password, password, { mode: 0o600 });
  await runInitdb(paths, binaries, user, durable, password);

  await appendFile(resolve(paths.unfinished, 'postgresql.conf'), "\ninclude_if_exists = 'sendbook.conf'\n");
  await writeFile(resolve(paths.unfinished, 'pg_hba.conf'), hostBasedAccess);
  await rename(paths.unfinished, paths.cluster);
  return password;
}

async function runInitdb(
  paths: ServerPaths,
  binaries: Binaries,
  user: ServerUser,
  durable: boolean,
  password: string,
): Promise<void> {
  const passwordForInitdb = resolve(paths.unfinished, '..', 'password.initdb');
  await writeFile(passwordForInitdb, `${password}\n`, { mode: 0o600 });
  try {
    if (user.owner !== undefined) {
      await chown(passwordForInitdb, user.owner.uid, user.owner.gid);
    }
    const made = await user.run(binaries.initdb, [
      `--pgdata=${paths.unfinished}`,
      '--username=postgres',
      `--pwfile=${passwordForInitdb}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // PostgreSQL's own locale: the same order and the same lower() on every machine, whatever it has installed.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ]);
    if (made.code !== 0) {
      throw new PostgresProblem(
        `PostgreSQL could not make its data folder ${paths.cluster} (${made.output}). ` +
          'Mend that, or set DATABASE_URL to a PostgreSQL of your own.',
      );
    }
  } finally {
    await rm(passwordForInitdb, { force: true });
  }
}

async function ownedFolder(folder: string, user: ServerUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (user.owner !== undefined) {
    await chown(folder, user.owner.uid, user.owner.gid);
  }
}

/** @returns the password of both accounts of an existing cluster. */
export async function readPassword(paths: ServerPaths): Promise<string> {
  try {
    return (await readFile(paths.password, 'utf8')).trim();
  } catch {
    throw new PostgresProblem(
      `The password of the embedded PostgreSQL can't be read from ${paths.password}. ` +
        `Run this as the user who made it, or delete ${paths.root} to begin anew (its data is lost).`,
    );
  }
}
