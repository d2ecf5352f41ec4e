import { fork } from 'node:child_process';
import { once } from 'node:events';
import { testServer } from '../setup/global-database.ts';
import { beginRun, type Run } from '../setup/run-databases.ts';
import { ensureTemplate } from '../setup/template.ts';
import { testVariables } from '../setup/variables.ts';
import { type ClonedDatabase, cloneOf } from '../support/clone-database.ts';
import type { FromLane, LaneOrder } from './lane-process.ts';
import { parseOptions, type QuotesOptions } from './options.ts';
import { newSummary } from './summary.ts';

const LANE = new URL('lane-process.ts', import.meta.url);
const TOLD_EVERY = 250;

/** `npm run quotes`: many random campaigns in lanes, and a summary as JSON; see options.ts. */
async function main(): Promise<number> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) {
    process.stderr.write(`${parsed.problem}\n`);
    return 64;
  }
  const { options } = parsed;
  const server = await testServer();
  let run: Run | undefined;
  try {
    run = await beginRun(server.adminUrl);
    const template = await ensureTemplate(run, server.url, { keep: server.embedded });
    const made = { adminUrl: server.adminUrl, appUrl: server.url, template, prefix: run.prefix };
    const summary = newSummary(options);
    const tell = (message: FromLane) => {
      summary.add(message);
      if (message.kind === 'broke' || message.kind === 'audit') {
        const { seed = 'unknown', problem } = message;
        process.stdout.write(`FAIL seed ${seed}: ${problem}\n  again: npm run quotes -- --only ${seed}\n`);
      } else if (message.kind === 'held' && summary.campaigns() % TOLD_EVERY === 0) {
        process.stdout.write(`${summary.campaigns()} of ${options.campaigns} after ${summary.seconds()} s\n`);
      }
    };
    await Promise.all(
      Array.from({ length: options.lanes }, async (_, lane) =>
        inChild(await cloneOf(made), lane, options, tell),
      ),
    );
    process.stdout.write(`${JSON.stringify(summary.json())}\n`);
    return summary.holds() ? 0 : 1;
  } finally {
    await run?.end();
    await server.stop();
  }
}

/** A process of its own: the app reads its database from the environment, once. */
async function inChild(
  database: ClonedDatabase,
  lane: number,
  { campaigns, seed, lanes }: QuotesOptions,
  tell: (message: FromLane) => void,
): Promise<void> {
  const order: LaneOrder = { first: seed + lane, step: lanes, end: seed + campaigns };
  const child = fork(LANE, [JSON.stringify(order)], {
    env: { ...process.env, ...testVariables, DATABASE_URL: database.url },
  });
  // Ours, sent by lane-process.ts.
  child.on('message', (message) => tell(message as FromLane));
  // Its last words are heard when the channel has closed.
  const [[code]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
  if (code !== 0) {
    throw new Error(`lane ${lane} ended with code ${code} before it was done; its reason is above`);
  }
}

process.exitCode = await main();
