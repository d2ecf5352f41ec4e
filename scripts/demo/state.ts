import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { shown } from './paths.ts';
import { DemoProblem } from './problem.ts';

const stateSchema = z.object({
  shopifyApiKey: z.string(),
  shopifyApiSecret: z.string(),
  encryptionKey: z.string(),
  mittoReportSecret: z.string(),
  mittoApiKey: z.string(),
  trafficAccountId: z.string(),
  /** Customers of the demo shop, as last asked for. */
  contacts: z.number().int().positive(),
});

/** What one start hands to the next: secrets, made once, and the size of the demo shop. */
export type DemoState = z.infer<typeof stateSchema>;

/**
 * Reads the state, or makes it.
 *
 * @throws DemoProblem when the file is there but can't be used: new keys would make stored tokens unreadable.
 */
export async function readState(file: string, firstContacts: number): Promise<DemoState> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw new DemoProblem(`${shown(file)} can't be read: ${error.message}`);
  });
  if (text === undefined) {
    const made = newState(firstContacts);
    await writeState(file, made);
    return made;
  }
  const parsed = stateSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new DemoProblem(
      `${shown(file)} holds the demo's keys and is damaged. Begin anew with: npm run demo -- --fresh`,
    );
  }
  return parsed.data;
}

/** Whole or not at all, and readable by this user only. */
export async function writeState(file: string, state: DemoState): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

function newState(contacts: number): DemoState {
  const secret = () => randomBytes(24).toString('hex');
  return {
    shopifyApiKey: randomBytes(16).toString('hex'),
    shopifyApiSecret: secret(),
    encryptionKey: randomBytes(32).toString('hex'),
    mittoReportSecret: secret(),
    mittoApiKey: secret(),
    trafficAccountId: randomUUID(),
    contacts,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
