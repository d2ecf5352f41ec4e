import { parseArgs } from 'node:util';
import { z } from 'zod';
import { build, isBuildStale } from '../../scripts/demo/build.ts';
import { testVariables } from '../setup/variables.ts';
import { startMittoSimulator } from '../simulators/mitto/start.ts';
import { benchDatabase } from './bench-database.ts';
import { type Figure, line } from './figure.ts';
import { endedByItself } from './process.ts';

/** `npm run bench -- [limit pipeline campaigns reports append ledger rebuild texts sync imports editor] [--recipients N] [--json]`; see RESULTS.md. */
const names = [
  'limit',
  'pipeline',
  'campaigns',
  'reports',
  'append',
  'ledger',
  'rebuild',
  'texts',
  'sync',
  'imports',
  'editor',
] as const;

const parsed = z
  .object({
    wanted: z.array(z.enum(names)),
    recipients: z.coerce.number().int().min(1_000).max(10_000_000),
    json: z.boolean(),
  })
  .safeParse(readArgs());
if (!parsed.success) {
  process.stderr.write(
    `${z.prettifyError(parsed.error)}\nUsage: npm run bench -- [${names.join(' ')}] [--recipients N] [--json]\n`,
  );
  process.exit(2);
}
const { recipients, json } = parsed.data;
const wanted = new Set(parsed.data.wanted.length === 0 ? names : parsed.data.wanted);
// Reports need texts that were handed over.
if (wanted.has('reports')) {
  wanted.add('pipeline');
}

if ((wanted.has('reports') || wanted.has('editor')) && (await isBuildStale())) {
  process.stderr.write('Building the pages.\n');
  await build(new AbortController().signal);
}
const database = await benchDatabase();
const mitto = await startMittoSimulator({
  apiKey: testVariables.MITTO_API_KEY,
  settings: { reports: { share: 0 } },
});
Object.assign(process.env, testVariables, {
  DATABASE_URL: database.url,
  DATABASE_WAIT_SECONDS: '30',
  MITTO_API_BASE_URL: mitto.url,
  MITTO_TIMEOUT_MS: '15000',
});

const figures: Figure[] = [];
try {
  await Promise.race([measure(), endedByItself]);
} finally {
  const { closeDatabase } = await import('../../app/platform/database.server.ts');
  await closeDatabase();
  await mitto.discard();
  await database.stop();
}
process.stdout.write(`${json ? JSON.stringify(figures) : figures.map(line).join('\n')}\n`);

async function measure(): Promise<void> {
  if (wanted.has('texts')) {
    figures.push(...(await (await import('./texts.ts')).texts(recipients)));
  }
  if (wanted.has('sync')) {
    figures.push(...(await (await import('./sync.ts')).sync(recipients)));
  }
  if (wanted.has('imports')) {
    figures.push(...(await (await import('./imports.ts')).imports(recipients)));
  }
  if (wanted.has('editor')) {
    figures.push(...(await (await import('./editor.ts')).editor(database.url)));
  }
  if (wanted.has('limit')) {
    figures.push(...(await (await import('./limit.ts')).limit(mitto, recipients)));
  }
  if (wanted.has('append')) {
    figures.push(...(await (await import('./append.ts')).append()));
  }
  if (wanted.has('pipeline')) {
    figures.push(...(await (await import('./pipeline.ts')).pipeline(mitto, recipients)));
  }
  if (wanted.has('reports')) {
    figures.push(...(await (await import('./reports.ts')).reports([32, 512])));
  }
  if (wanted.has('campaigns')) {
    figures.push(...(await (await import('./campaigns.ts')).campaigns(recipients)));
  }
  if (wanted.has('ledger')) {
    figures.push(...(await (await import('./ledger.ts')).ledger(10_000)));
  }
  if (wanted.has('rebuild')) {
    figures.push(...(await (await import('./rebuild.ts')).rebuild(recipients)));
  }
}

function readArgs(): unknown {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        recipients: { type: 'string', default: '100000' },
        json: { type: 'boolean', default: false },
      },
    });
    return { wanted: positionals, ...values };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return {};
  }
}
