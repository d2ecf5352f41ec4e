import { type FailpointName, failpointNames } from '../../app/platform/failpoint-names.ts';
import { below, chance, type Random, seededRandom } from '../simulators/mitto/random.ts';
import type { SettingsPatch } from '../simulators/mitto/settings.ts';
import {
  type Armed,
  chooseFailpoints,
  chooseOneFailpoint,
  onlyFailpoint,
  pick,
  withPasses,
} from './armed-failpoints.ts';
import { chooseCarrier } from './carrier-settings.ts';
import type { LostCommit } from './proxy.ts';

/** What the seeds take in turn. */
export const scenariosInTurn = [
  'failpoints',
  'worker-killed',
  'two-workers',
  'web-killed',
  'database-stopped',
  'postmaster-killed',
  'carrier-faults',
  'unruly-reports',
  'carrier-connection',
  'database-connection',
  'lost-commit',
  'clock-jump',
  'deployment',
] as const;
/** `opt-outs` comes by its name only: it is about people and needs a long campaign, the others are about deaths. */
export const scenarioNames = [...scenariosInTurn, 'opt-outs'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Every second run is about failpoints: there are so many of them. */
const rotation = scenariosInTurn.flatMap((name): ScenarioName[] =>
  name === 'failpoints' ? [] : ['failpoints', name],
);

export type Harm = {
  /** Milliseconds after the merchant pressed Send. */
  at: number;
  what:
    | 'kill-worker'
    | 'kill-web'
    | 'stop-worker'
    | 'stop-web'
    | 'stop-database'
    | 'kill-postmaster'
    | 'cut-database'
    | 'cut-carrier'
    | 'jump-clocks';
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
  /** How many of the connections have a fault, from 0 to 1. */
  faultyConnections: { database: number; carrier: number };
  /** Connections are at risk already while the audience is frozen. */
  faultyFromStart: boolean;
  lostCommits: LostCommit[];
  /** By how many milliseconds the wall clocks of processes jump. */
  clocks: { worker: number; web: number } | null;
  /** Calls per second that the app allows itself; fewer than it could make, it waits between them. */
  callsPerSecond: number;
  /** While the campaign runs people opt out, in all the ways there are. */
  optOuts: boolean;
};

const hourMs = 3_600_000;
const callsPerSecond: Partial<Record<ScenarioName, number>> = { 'clock-jump': 3, 'opt-outs': 2 };

/** What one run does: the same seed gives the same. `only` is a scenario's name or a failpoint's. */
export function planScenario(seed: number, only?: ScenarioName | FailpointName): Scenario {
  const random = seededRandom(seed, 1);
  const failpointOnly = failpointNames.find((name) => name === only);
  const name =
    failpointOnly === undefined
      ? (scenarioNames.find((one) => one === only) ?? pick(rotation, seed))
      : 'failpoints';
  const armed = chooseArmed(name, Math.floor(seed / 2), failpointOnly);
  const contradicts = name === 'unruly-reports' || chance(random, 0.2);
  return {
    name,
    // Whoever comes to a failpoint first must be the one that is armed.
    workers: name === 'two-workers' || (armed.worker.length === 0 && chance(random, 0.4)) ? 2 : 1,
    workerFailpoints: withPasses(armed.worker, random),
    webFailpoints: withPasses(armed.web, random),
    harms: chooseHarms(name, random),
    mitto: chooseCarrier(name, random, contradicts, armed.worker),
    contradicts,
    faultyConnections: {
      database: name === 'database-connection' ? 0.7 : 0,
      carrier: name === 'carrier-connection' ? 0.6 : 0,
    },
    faultyFromStart: chance(random, 0.3),
    lostCommits: name === 'lost-commit' ? chooseLostCommits(random) : [],
    clocks: name === 'clock-jump' ? { worker: chooseJump(random), web: chooseJump(random) } : null,
    callsPerSecond: callsPerSecond[name] ?? 100,
    optOuts: name === 'opt-outs',
  };
}

function chooseArmed(name: ScenarioName, turn: number, only: FailpointName | undefined): Armed {
  if (only !== undefined) {
    return onlyFailpoint(only);
  }
  switch (name) {
    case 'failpoints':
      return chooseFailpoints(turn);
    // Here a death would hide what the run is about.
    case 'clock-jump':
    case 'deployment':
    case 'lost-commit':
    case 'opt-outs':
      return { worker: [], web: [] };
    default:
      return chooseOneFailpoint(turn);
  }
}

function chooseHarms(name: ScenarioName, random: Random): Harm[] {
  const times = (count: number, what: Harm['what'], within = 2_500): Harm[] =>
    Array.from({ length: count }, () => ({ at: below(random, within), what }));
  switch (name) {
    case 'worker-killed':
      return times(2 + below(random, 2), 'kill-worker');
    case 'two-workers':
      return times(2, 'kill-worker');
    case 'web-killed':
      return times(2, 'kill-web');
    case 'database-stopped':
      return [...times(1, 'stop-database'), ...times(below(random, 2), 'kill-worker')];
    case 'postmaster-killed':
      return times(1, 'kill-postmaster');
    case 'carrier-connection':
      return times(1, 'cut-carrier');
    case 'database-connection':
      return times(1 + below(random, 2), 'cut-database');
    case 'clock-jump':
      return times(1, 'jump-clocks');
    case 'deployment':
      return [...times(2, 'stop-worker'), ...times(1, 'stop-web')];
    default:
      return [];
  }
}

function chooseLostCommits(random: Random): LostCommit[] {
  return (['intent', 'outcome', 'outcome', 'other'] as const).map((of) => ({
    of,
    nth: 1 + below(random, 10),
    fate: chance(random, 0.5) ? 'lose' : 'lose-answer',
  }));
}

/** A few seconds, as a time service does, or hours, as somebody does who mistakes the time zone. */
function chooseJump(random: Random): number {
  const by = chance(random, 0.3) ? below(random, 20_000) : below(random, 6 * hourMs);
  return chance(random, 0.5) ? by : -by;
}
