import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { stopPostgres } from '../../../scripts/postgres/ensure-postgres.ts';
import { run } from '../../../scripts/postgres/processes.ts';
import { filesOf, type Mutant } from './mutant.ts';

const projectFolder = resolve(import.meta.dirname, '../../..');

/**
 * Copies the source as it is now, with what is not committed yet; the packages are linked. Mutants are copies of this copy,
 * so that one who goes on working meanwhile changes nothing.
 */
export async function copySource(to: string): Promise<void> {
  const listed = await run('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: projectFolder });
  if (listed.code !== 0) {
    throw new Error(`the files of the project could not be listed: ${listed.output}`);
  }
  // A file that was deleted and not committed is listed too.
  const files = listed.output
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(projectFolder, file)));
  // The pages as they were built, with their times: a drill then need not build them again.
  const folders = existsSync(join(projectFolder, 'build')) ? ['build'] : [];
  for (const path of [...files, ...folders]) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await cp(join(projectFolder, path), join(to, path), { recursive: true, preserveTimestamps: true });
  }
  await symlink(join(projectFolder, 'node_modules'), join(to, 'node_modules'));
}

/** A copy of `source` with a mistake in it. Its folder must be discarded with `discardCopy`. */
export async function copyWithMistake(source: string, to: string, mutant: Mutant): Promise<void> {
  await cp(source, to, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: (path) => path !== join(source, '.data') && path !== join(source, '.cache'),
  });
  for (const [file, text] of await filesOf(mutant, to)) {
    const { atime, mtime } = await stat(join(to, file));
    await writeFile(join(to, file), text);
    // No page shows the mistake, so the pages are not to be built again.
    await utimes(join(to, file), atime, mtime);
  }
}

/** Removes a copy, and stops the servers that a drill which was killed has left in it. */
export async function discardCopy(folder: string): Promise<void> {
  const data = join(folder, '.data');
  const servers = existsSync(data) ? await readdir(data, { withFileTypes: true }) : [];
  for (const server of servers.filter((entry) => entry.isDirectory())) {
    await stopPostgres(join(data, server.name)).catch(() => {});
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
