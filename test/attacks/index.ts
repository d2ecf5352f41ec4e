import { setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { build, isBuildStale } from '../../scripts/demo/build.ts';
import { benchDatabase } from '../bench/bench-database.ts';
import { attacks } from './attacks.ts';
import { makeAttack, type Verdict } from './make-attack.ts';
import { openPlace } from './place.ts';

const usage = `npm run attack -- [options]
  --only NAME    one attack (${attacks.map(({ name }) => name).join(', ')}); may be given several times
  --short        enough of each to see that it is refused, and none that takes minutes
  --list         says what there is, and attacks nobody
Exit code 0: all of them were borne; 1: one was not; 2: called wrongly.
Everything runs on this machine: a PostgreSQL, the product's own processes, stand-ins for Mitto and Shopify.
`;
const schema = z.object({
  only: z
    .array(z.enum(attacks.map(({ name }) => name)))
    .max(100)
    .default([]),
  short: z.boolean().default(false),
  list: z.boolean().default(false),
});

const options = readOptions();
if (options === undefined) {
  process.exit(2);
}
if (options.list) {
  for (const { name, finding, does } of attacks) {
    process.stdout.write(`${name.padEnd(20)} ${String(finding).padStart(2)}  ${does}\n`);
  }
  process.exit(0);
}
process.exitCode = await main(options);

async function main({ only, short }: z.infer<typeof schema>): Promise<number> {
  if (await isBuildStale()) {
    process.stderr.write('Building the pages.\n');
    await build(new AbortController().signal);
  }
  const database = await benchDatabase();
  // Attackers have machines of their own; here they get what is left.
  setPriority(10);
  const place = await openPlace(database.url, short ? 20_000 : 200_000);
  const chosen = attacks.filter(({ name, long }) =>
    only.length > 0 ? only.includes(name) : !(short && long === true),
  );
  const verdicts: Verdict[] = [];
  try {
    for (const attack of chosen) {
      const verdict = await makeAttack(place, attack, short ? 'short' : 'full');
      verdicts.push(verdict);
      process.stdout.write(lineOf(verdict));
    }
  } finally {
    await place.close();
    await database.stop();
  }
  const failed = verdicts.filter(({ problems }) => problems.length > 0);
  process.stdout.write(
    `${JSON.stringify({ attacks: verdicts.length, failed: failed.map(({ name }) => name) })}\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

function lineOf(verdict: Verdict): string {
  const { name, finding, seconds, worstHealthMs, worstAnswerMs, webMegabytes, workerMegabytes, problems } =
    verdict;
  const figures = [
    `${seconds.toFixed(0)} s`,
    `healthz ${Math.round(worstHealthMs)} ms`,
    `answers ${Math.round(worstAnswerMs)} ms`,
    `web ${Math.round(webMegabytes)} MB`,
    `worker ${Math.round(workerMegabytes)} MB`,
  ].join(', ');
  const said = problems.map((problem) => `        ${problem}\n`).join('');
  return `${problems.length === 0 ? 'borne ' : 'FAILED'}  ${name.padEnd(20)} (${finding})  ${figures}\n${said}`;
}

function readOptions(): z.infer<typeof schema> | undefined {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        short: { type: 'boolean' },
        list: { type: 'boolean' },
      },
    });
    const parsed = schema.safeParse(values);
    if (parsed.success) {
      return parsed.data;
    }
    process.stderr.write(`${z.prettifyError(parsed.error)}\n\n${usage}`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  return undefined;
}
