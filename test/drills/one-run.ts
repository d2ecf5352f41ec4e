import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { FailpointName } from '../../app/platform/failpoint-names.ts';
import { optOutResult } from './opt-out-result.ts';
import { openPlace, type Place } from './place.ts';
import { type Harm, planScenario, type Scenario, type ScenarioName } from './scenario.ts';
import { Supervised } from './supervised.ts';

/** After a death something must move within this, or the run has failed. */
const MOVING_MS = 30_000;
/** Until then the carrier and the connections may misbehave; whoever is not through by then meets healthy ones. */
const FAULTS_MS = 3_000;
/** They last until most of the batches have met them, but not longer than this. */
const FAULTS_MS_MAX = 12_000;
const FAULTS_PERCENT = 70;
const READY_MS = 60_000;
const PROBLEMS_SHOWN = 8;
const jumpClock = pathToFileURL(join(import.meta.dirname, 'jump-clock.ts')).href;

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
  /** What befell connections, with how often. */
  connections: z.record(z.string(), z.number()),
  accepted: z.number(),
  states: z.record(z.string(), z.number()),
  /** Where people opted out while texts went out. */
  optOuts: optOutResult.optional(),
  problems: z.array(z.string()),
  /** Where the logs are, if there are problems. */
  logs: z.string().optional(),
});
export type RunResult = z.infer<typeof runResult>;

/** One run from an empty database to the verdict. Sets process.env, which the app reads once: one run per process. */
export async function runOne(order: RunOrder): Promise<RunResult> {
  const started = performance.now();
  const scenario = planScenario(order.seed, order.only);
  const place = await openPlace(scenario, order);
  const { kills, gaps, problems, verdict, optOuts } = await play(scenario, order, place);
  const { proxies, folder } = place;
  const failpoints = place.hits();
  if (problems.length === 0) {
    await rm(folder, { recursive: true, force: true });
  }
  const befell = Object.values(proxies ?? {}).flatMap((proxy) => proxy.befell);
  return {
    seed: order.seed,
    scenario: scenario.name,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    kills,
    movingAfter: Math.round(Math.max(0, ...gaps.map(({ ms }) => ms)) / 100) / 10,
    failpoints,
    connections: Object.fromEntries(
      [...Map.groupBy(befell, (what) => what)].map(([what, times]) => [what, times.length]),
    ),
    accepted: verdict.accepted,
    states: verdict.states,
    ...(optOuts === undefined ? {} : { optOuts }),
    problems: problems.slice(0, PROBLEMS_SHOWN),
    ...(problems.length === 0 ? {} : { logs: folder }),
  };
}

async function play(scenario: Scenario, order: RunOrder, place: Place) {
  const { folder, port, database, mitto, proxies } = place;
  const { askForReview, pressSend } = await import('./campaign.ts');
  const { closeDatabase } = await import('../../app/platform/database.server.ts');
  const { judge } = await import('./oracle.ts');
  const { optOutWhileSending } = await import('./opt-outs.ts');
  const { judgeOptOuts } = await import('./judge-opt-outs.ts');
  const { MovementWatch, settle, untilCalled } = await import('./watch.ts');

  const watch = new MovementWatch();
  const problems: string[] = [];
  let kills = 0;
  const supervise = (name: 'web' | `worker-${number}`, script: string, failpoints: string[]) => {
    const isWeb = name === 'web';
    const through = isWeb ? proxies?.webDatabase : proxies?.workerDatabase;
    const clock = isWeb ? scenario.clocks?.web : scenario.clocks?.worker;
    return new Supervised({
      script,
      env: {
        ...process.env,
        LOG_LEVEL: 'info',
        DATABASE_URL: through?.insteadOf(database.url) ?? database.url,
        CLOCK_JUMP: String(clock ?? ''),
      },
      logFile: join(folder, `${name}.log`),
      imports: clock === undefined ? [] : [jumpClock],
      failpoints,
      isHit: (failpoint) => place.hits().includes(failpoint),
      onDeath: (code) => {
        kills += 1;
        watch.died(`the end of ${name}`);
        if (scenario.name === 'deployment' && code !== null && code !== 0) {
          problems.push(`${name} left with code ${code} when it was asked to stop`);
        }
      },
    });
  };
  const web = supervise('web', 'app/server/index.ts', [...scenario.webFailpoints]);
  const armed = [...scenario.workerFailpoints];
  const workers = Array.from({ length: scenario.workers }, (_, n) =>
    supervise(`worker-${n + 1}`, 'workers/index.ts', armed),
  );
  const cause = async ({ at, what }: Harm) => {
    await sleep(at);
    switch (what) {
      case 'kill-worker':
        return workers[at % workers.length]?.kill();
      case 'kill-web':
        return web.kill();
      case 'stop-worker':
        return workers[at % workers.length]?.stop();
      case 'stop-web':
        return web.stop();
      case 'cut-database':
        proxies?.webDatabase.cutAll();
        return proxies?.workerDatabase.cutAll();
      case 'cut-carrier':
        return proxies?.carrier.cutAll();
      case 'jump-clocks':
        for (const process of [web, ...workers]) {
          process.jumpClock();
        }
        return;
      case 'stop-database':
        watch.died('the stop of the database');
        return await database.stopImmediately();
      case 'kill-postmaster':
        watch.died('the end of the postmaster');
        return await database.killPostmaster();
    }
  };
  const allProxies = Object.values(proxies ?? {});
  const beginFaults = () => {
    for (const proxy of allProxies) {
      proxy.begin();
    }
  };
  const healAll = () => {
    for (const proxy of allProxies) {
      proxy.heal();
    }
  };
  const campaign = await askForReview(order.recipients);
  const healing = setTimeout(healAll, FAULTS_MS_MAX);
  if (scenario.faultyFromStart) {
    beginFaults();
  }
  if (scenario.optOuts) {
    await untilListening(port);
  }
  await Promise.all([pressSend(campaign), untilListening(port)]);
  clearTimeout(healing);
  beginFaults();
  const [told] = await Promise.all([
    scenario.optOuts ? optOutWhileSending(campaign, { port, seed: order.seed }) : undefined,
    sleep(FAULTS_MS),
    untilCalled(campaign, FAULTS_PERCENT, FAULTS_MS_MAX),
    ...scenario.harms.map(cause),
  ]);
  await mitto.control({ fault: null });
  healAll();
  const moving = await settle(campaign, mitto.counters);
  await watch.end();
  const verdict = await judge(campaign, mitto.logFile, scenario);
  const judged = told === undefined ? undefined : await judgeOptOuts(campaign, mitto.logFile, told);
  await Promise.all([...[web, ...workers].map((one) => one.end()), mitto.kill()]);
  for (const proxy of allProxies) {
    proxy.stop();
  }
  await closeDatabase();
  problems.push(
    ...(moving === undefined ? [] : [`at the end there was still: ${moving}`]),
    ...verdict.problems,
    ...(judged?.problems ?? []),
    ...watch.gaps
      .filter(({ ms }) => ms > MOVING_MS)
      .map(({ what, ms }) => `${Math.round(ms / 1000)} s after "${what}" nothing had moved`),
  );
  if (problems.length === 0) {
    await database.drop();
  }
  return { kills, gaps: watch.gaps, problems, verdict, optOuts: judged?.result };
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
