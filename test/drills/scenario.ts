import { type FailpointName, failpointNames } from '../../app/platform/failpoint-names.ts';
import { BEHAVIOURS, type Behaviour } from '../simulators/mitto/behaviours.ts';
import { below, chance, fraction, type Random, seededRandom } from '../simulators/mitto/random.ts';
import type { SettingsPatch } from '../simulators/mitto/settings.ts';

export const scenarioNames = [
  'failpoints',
  'worker-killed',
  'two-workers',
  'web-killed',
  'database-stopped',
  'postmaster-killed',
  'carrier-faults',
  'unruly-reports',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Every second run is about failpoints: there are so many of them. */
const rotation = scenarioNames.flatMap((name): ScenarioName[] =>
  name === 'failpoints' ? [] : ['failpoints', name],
);

export type Harm = {
  /** Milliseconds after the merchant pressed Send. */
  at: number;
  what: 'kill-worker' | 'kill-web' | 'stop-database' | 'kill-postmaster';
};

export type Scenario = {
  name: ScenarioName;
  workers: number;
  /** What the worker processes are armed with, in the order in which they are started; then with nothing. */
  workerFailpoints: string[];
  webFailpoints: string[];
  harms: Harm[];
  mitto: SettingsPatch;
  /** Some reports say first this and then that: then either is right. */
  contradicts: boolean;
};

const webNames: readonly FailpointName[] = ['before-reports', 'after-reports'];
const workerNames = failpointNames.filter((name) => !webNames.includes(name));
/** Passed once per batch; the others are passed less often. */
const perBatch: readonly FailpointName[] = [
  'before-intent-commit',
  'after-intent-commit',
  'after-request-bytes',
  'after-answer',
  'before-outcome-commit',
  'after-outcome-commit',
];

/** Dying there leaves a call open. */
const beforeOutcome = perBatch.filter((name) => name !== 'after-outcome-commit');

/** What one run does: the same seed gives the same. `only` is a scenario's name or a failpoint's. */
export function planScenario(seed: number, only?: ScenarioName | FailpointName): Scenario {
  const random = seededRandom(seed, 1);
  const failpointOnly = failpointNames.find((name) => name === only);
  const name =
    failpointOnly === undefined
      ? (scenarioNames.find((one) => one === only) ?? pick(rotation, seed))
      : 'failpoints';
  const armed = name === 'failpoints' ? chooseFailpoints(seed, random, failpointOnly) : [];
  const contradicts = name === 'unruly-reports' || chance(random, 0.2);
  return {
    name,
    // Whoever plans first must be the one that is armed.
    workers: name === 'two-workers' || (!armed.includes('while-planning') && chance(random, 0.4)) ? 2 : 1,
    workerFailpoints: armed
      .filter((one) => !webNames.includes(one))
      .map((one) => `${one}:${perBatch.includes(one) ? 1 + below(random, 5) : 1}`),
    webFailpoints: armed
      .filter((one) => webNames.includes(one))
      .map((one) => `${one}:${1 + below(random, 8)}`),
    harms: chooseHarms(name, random),
    mitto: chooseCarrier(name, random, contradicts, armed),
    contradicts,
  };
}

/** Neighbouring seeds take turns, so that each failpoint gets its share. */
function chooseFailpoints(seed: number, random: Random, only: FailpointName | undefined): FailpointName[] {
  if (only !== undefined) {
    return [only];
  }
  const turn = Math.floor(seed / 2);
  const first = [pick(workerNames, turn), pick(workerNames, turn + 5)];
  // The sweep calls a batch unknown only when somebody died with its call open.
  const third = first.includes('before-unknown-commit')
    ? 'after-intent-commit'
    : pick(beforeOutcome, below(random, beforeOutcome.length));
  return [
    // What ends an unknown comes after what makes one, and planning before everything.
    ...[...first, third].sort((a, b) => failpointNames.indexOf(a) - failpointNames.indexOf(b)),
    pick(webNames, turn),
  ];
}

function chooseHarms(name: ScenarioName, random: Random): Harm[] {
  const times = (count: number, what: Harm['what'], within: number): Harm[] =>
    Array.from({ length: count }, () => ({ at: below(random, within), what }));
  switch (name) {
    case 'worker-killed':
      return times(2 + below(random, 2), 'kill-worker', 4_000);
    case 'two-workers':
      return times(2, 'kill-worker', 3_000);
    case 'web-killed':
      return times(2, 'kill-web', 4_000);
    case 'database-stopped':
      return [...times(1, 'stop-database', 3_000), ...times(below(random, 2), 'kill-worker', 3_000)];
    case 'postmaster-killed':
      return times(1, 'kill-postmaster', 3_000);
    default:
      return [];
  }
}

/** Each of them leaves texts accepted or not; what the app can learn about it differs. */
const faults: readonly Behaviour[] = BEHAVIOURS.filter((behaviour) => behaviour !== 'accept');

function chooseCarrier(
  name: ScenarioName,
  random: Random,
  contradicts: boolean,
  armed: readonly FailpointName[],
): SettingsPatch {
  const unruly = name === 'unruly-reports';
  const refused = { fault: {} as Partial<Record<Behaviour, number>> };
  if (name === 'carrier-faults') {
    for (const fault of faults) {
      refused.fault[fault] = 0.012;
    }
  } else if (chance(random, 0.5)) {
    for (let n = 0; n < 3; n += 1) {
      refused.fault[pick(faults, below(random, faults.length))] = 0.03;
    }
  }
  // These are passed only when there is an unknown that reports can end.
  if (armed.includes('before-trace-commit') || armed.includes('after-parked-reports')) {
    refused.fault['accept-then-close'] = 0.3;
  }
  const batched = !unruly && chance(random, 0.6);
  const twisted = unruly ? 0.1 : 0;
  return {
    ...refused,
    latency: { ms: 20 + below(random, 250), spreadMs: below(random, 250) },
    delivery: { failureShare: 0.02 + fraction(random) * 0.1 },
    reports: {
      delayMs: below(random, 1_500),
      spreadMs: below(random, 2_000),
      earlyShare: unruly || armed.includes('after-parked-reports') || chance(random, 0.3) ? 0.2 : 0,
      sentFirstShare: 0.1,
      twiceShare: 0.05 + twisted,
      outOfOrderShare: 0.05 + twisted,
      contradictoryShare: contradicts ? 0.1 : 0,
      unknownIdShare: unruly ? 0.05 : 0,
      // Arrays cost two processes least and come as JSON only.
      ...(batched ? { batch: 40 } : { transport: 'mixed' as const, shape: 'mixed' as const }),
    },
    // Without references in the answer nobody could tell that ids were given out in another order.
    references: { inReports: true, inStatus: true, inAnswer: true },
  };
}

function pick<T>(from: readonly T[], turn: number): T {
  const one = from[turn % from.length];
  if (one === undefined) {
    throw new Error('there is nothing to choose from');
  }
  return one;
}
