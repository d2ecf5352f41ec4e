import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { FailpointName } from '../../app/platform/failpoint-names.ts';
import { testVariables } from '../setup/variables.ts';
import { type MittoSimulator, startMittoSimulator } from '../simulators/mitto/start.ts';
import { freePort } from '../support/free-port.ts';
import { freshDatabase, type RunDatabase } from './lane-database.ts';
import { planScenario, type Scenario, type ScenarioName } from './scenario.ts';
import { Supervised } from './supervised.ts';

/** After a death something must move within this, or the run has failed. */
const MOVING_MS = 30_000;
/** Until then the carrier may misbehave; whoever is not through by then meets a healthy one. */
const FAULTS_MS = 6_000;
const READY_MS = 60_000;
const PROBLEMS_SHOWN = 8;

export type RunOrder = {
  seed: number;
  recipients: number;
  lane: number;
  only?: ScenarioName | FailpointName | undefined;
};

export const runResult = z.object({
  seed: z.number(),
  scenario: z.string(),
  seconds: z.number(),
  kills: z.number(),
  /** The longest time, in seconds, until something moved after a death. */
  movingAfter: z.number(),
  failpoints: z.array(z.string()),
  accepted: z.number(),
  states: z.record(z.string(), z.number()),
  problems: z.array(z.string()),
  /** Where the logs are, if there are problems. */
  logs: z.string().optional(),
});
export type RunResult = z.infer<typeof runResult>;

/** One run from an empty database to the verdict. Sets process.env, which the app reads once: one run per process. */
export async function runOne(order: RunOrder): Promise<RunResult> {
  const started = performance.now();
  const scenario = planScenario(order.seed, order.only);
  const folder = mkdtempSync(join(tmpdir(), 'sendbook-drill-'));
  const failpointLog = join(folder, 'failpoints.log');
  const database = await freshDatabase(order.lane, order.seed);
  const port = await freePort();
  const mitto = await startMittoSimulator({
    logFile: join(folder, 'mitto.jsonl'),
    seed: order.seed,
    apiKey: testVariables.MITTO_API_KEY,
    reportUrl: `http://127.0.0.1:${port}/mitto/reports/${testVariables.MITTO_REPORT_SECRET}`,
    reportRetries: 12,
    settings: scenario.mitto,
  });
  Object.assign(process.env, {
    ...testVariables,
    DATABASE_URL: database.url,
    DATABASE_POOL_SIZE: '6',
    DATABASE_WAIT_SECONDS: '60',
    PORT: String(port),
    MITTO_API_BASE_URL: mitto.url,
    MITTO_TIMEOUT_MS: '1500',
    SMS_BATCH_SIZE: String(Math.ceil(order.recipients / 20)),
    FAILPOINT_LOG: failpointLog,
  });
  const played = await play(scenario, order, { folder, port, database, mitto }).finally(() => mitto.stop());
  const { kills, gaps, verdict } = played;
  const slow = gaps
    .filter(({ ms }) => ms > MOVING_MS)
    .map(({ what, ms }) => `${Math.round(ms / 1000)} s after "${what}" nothing had moved`);
  const problems = [...verdict.problems, ...slow].slice(0, PROBLEMS_SHOWN);
  const failpoints = hitsIn(failpointLog);
  if (problems.length === 0) {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    seed: order.seed,
    scenario: scenario.name,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    kills,
    movingAfter: Math.round(Math.max(0, ...gaps.map(({ ms }) => ms)) / 100) / 10,
    failpoints,
    accepted: verdict.accepted,
    states: verdict.states,
    problems,
    ...(problems.length === 0 ? {} : { logs: folder }),
  };
}

type Place = { folder: string; port: number; database: RunDatabase; mitto: MittoSimulator };

async function play(scenario: Scenario, order: RunOrder, { folder, port, database, mitto }: Place) {
  const { askForReview, pressSend } = await import('./campaign.ts');
  const { closeDatabase } = await import('../../app/platform/database.server.ts');
  const { judge } = await import('./oracle.ts');
  const { MovementWatch, settle } = await import('./watch.ts');

  const watch = new MovementWatch();
  let kills = 0;
  const supervise = (name: string, script: string, failpoints: string[]) =>
    new Supervised({
      script,
      env: { ...process.env, LOG_LEVEL: 'info' },
      logFile: join(folder, `${name}.log`),
      failpoints,
      onDeath: () => {
        kills += 1;
        watch.died(`the end of ${name}`);
      },
    });
  const web = supervise('web', 'app/server/index.ts', [...scenario.webFailpoints]);
  await untilListening(port);
  const campaign = await askForReview(order.recipients);
  const armed = [...scenario.workerFailpoints];
  const workers = Array.from({ length: scenario.workers }, (_, n) =>
    supervise(`worker-${n + 1}`, 'workers/index.ts', armed),
  );
  await pressSend(campaign);
  await Promise.all([
    sleep(FAULTS_MS),
    ...scenario.harms.map(async ({ at, what }) => {
      await sleep(at);
      switch (what) {
        case 'kill-worker':
          return workers[at % workers.length]?.kill();
        case 'kill-web':
          return web.kill();
        case 'stop-database':
          watch.died('the stop of the database');
          return await database.stopImmediately();
        case 'kill-postmaster':
          watch.died('the end of the postmaster');
          return await database.killPostmaster();
      }
    }),
  ]);
  await mitto.control({ fault: null });
  const moving = await settle(campaign, mitto.counters);
  await watch.end();
  const verdict = await judge(campaign, mitto.logFile, scenario);
  if (moving !== undefined) {
    verdict.problems.unshift(`after three minutes there was still: ${moving}`);
  }
  await Promise.all([web, ...workers].map((one) => one.stop()));
  await closeDatabase();
  if (verdict.problems.length === 0) {
    await database.drop();
  }
  return { kills, gaps: watch.gaps, verdict };
}

function hitsIn(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

async function untilListening(port: number): Promise<void> {
  const until = performance.now() + READY_MS;
  while ((await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok !== true) {
    if (performance.now() > until) {
      throw new Error('the web process does not answer');
    }
    await sleep(100);
  }
}
