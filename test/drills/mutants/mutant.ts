import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * One change of the source. `in`: a file, or the last definition of a function among the migrations, which is the one that
 * counts. `find` must occur there exactly once.
 */
export type Edit = { in: string | { lastDefinitionOf: string }; find: string; replace: string };

/** Tests of one file, those whose full name (as vitest prints it) holds `named`. */
export type TestCheck = { project: 'unit' | 'db'; file: string; named: string };
/** One run of `npm run drill`. */
export type DrillCheck = { drill: string; seed: number; recipients: number };
export type Check = TestCheck | DrillCheck;

/** A known mistake, how it is made, and what must notice it: each of the checks, by itself. */
export type Mutant = { name: string; mistake: string; edits: readonly Edit[]; caughtBy: readonly Check[] };

/** A check in words. */
export function describeCheck(check: Check): string {
  return 'drill' in check
    ? `drill --only ${check.drill} --seed ${check.seed}`
    : `${check.file} “${check.named}”`;
}

/**
 * The files that a mutant changes, as they are with the mistake in them.
 *
 * @throws when an edit does not fit the source any more: then the mutant must be written anew.
 */
export async function filesOf(mutant: Mutant, root: string): Promise<Map<string, string>> {
  const changed = new Map<string, string>();
  for (const edit of mutant.edits) {
    const file = typeof edit.in === 'string' ? edit.in : await lastToDefine(edit.in.lastDefinitionOf, root);
    const text = changed.get(file) ?? (await readFile(join(root, file), 'utf8'));
    const [from, to] =
      typeof edit.in === 'string' ? [0, text.length] : definitionIn(text, edit.in.lastDefinitionOf);
    const range = text.slice(from, to);
    const times = range.split(edit.find).length - 1;
    if (times !== 1) {
      throw new Error(
        `mutant ${mutant.name}: what it changes occurs ${times} times in ${file}, not once: ${edit.find}`,
      );
    }
    const at = from + range.indexOf(edit.find);
    changed.set(file, text.slice(0, at) + edit.replace + text.slice(at + edit.find.length));
  }
  return changed;
}

async function lastToDefine(name: string, root: string): Promise<string> {
  const folders = (await readdir(join(root, 'prisma/migrations'))).sort().reverse();
  for (const folder of folders) {
    const file = `prisma/migrations/${folder}/migration.sql`;
    if (existsSync(join(root, file)) && beginsIn(await readFile(join(root, file), 'utf8'), name).length > 0) {
      return file;
    }
  }
  throw new Error(`no migration defines the function ${name}`);
}

const beginsIn = (sql: string, name: string): number[] =>
  [...sql.matchAll(new RegExp(`CREATE (?:OR REPLACE )?FUNCTION ${name}\\(`, 'g'))].map(({ index }) => index);

/** Where the last definition in this text begins and its body ends. */
function definitionIn(sql: string, name: string): [number, number] {
  const from = beginsIn(sql, name).at(-1) ?? 0;
  const body = sql.indexOf('$$', from) + 2;
  return [from, sql.indexOf('$$', body)];
}
