import { type FailpointName, failpointNames } from '../../app/platform/failpoint-names.ts';
import { below, type Random } from '../simulators/mitto/random.ts';

const webNames: readonly FailpointName[] = ['before-reports', 'after-reports'];

/** Passed once per batch. Dying at each of them but the last leaves a call open. */
const perBatch: readonly FailpointName[] = [
  'before-intent-commit',
  'after-intent-commit',
  'after-request-bytes',
  'after-answer',
  'before-outcome-commit',
  'after-outcome-commit',
];

/**
 * Passed only in some moments of a campaign, in the order in which those come: a process is armed with the next one
 * when the one before has killed its predecessor.
 */
const rare: readonly FailpointName[] = [
  'while-planning',
  'before-counts',
  'after-counts',
  'before-refunds-commit',
  'after-parked-reports',
  'before-trace-commit',
  'before-unknown-commit',
  'before-finish-commit',
];
/** These need an unknown, which the carrier or a death must make first. */
const needUnknown: readonly FailpointName[] = [
  'after-parked-reports',
  'before-trace-commit',
  'before-unknown-commit',
];
const always = rare.filter((name) => !needUnknown.includes(name));
/** In runs about failpoints: what is reached only there has two turns. */
const rareTurns = [...rare, ...needUnknown];
/** In all other runs. */
const otherTurns = [...always, ...perBatch, ...always];

/** What processes are armed with, each `name:nth`, in the order in which they are started. */
export type Armed = { worker: FailpointName[]; web: FailpointName[] };

/** Neighbouring turns take neighbouring failpoints, so that each gets its share of any 200 runs. */
export function chooseFailpoints(turn: number): Armed {
  const seldom = pick(rareTurns, turn);
  // The sweep calls a batch unknown only when somebody died with its call open.
  const batch = seldom === 'before-unknown-commit' ? 'after-intent-commit' : pick(perBatch, turn);
  // A web process takes longest to start.
  return { worker: inOrder([seldom, batch]), web: turn % 5 < 2 ? [pick(webNames, turn)] : [] };
}

/** One that is reached whatever else the run does. */
export const chooseOneFailpoint = (turn: number): Armed => ({ worker: [pick(otherTurns, turn)], web: [] });

/** What is needed for this one to be reached, and no other. */
export function onlyFailpoint(name: FailpointName): Armed {
  return webNames.includes(name)
    ? { worker: [], web: [name] }
    : { worker: name === 'before-unknown-commit' ? ['after-intent-commit', name] : [name], web: [] };
}

/** @returns each as FAILPOINT takes it, with the pass at which it kills. */
export const withPasses = (names: readonly FailpointName[], random: Random): string[] =>
  names.map(
    (name) => `${name}:${perBatch.includes(name) || webNames.includes(name) ? 1 + below(random, 4) : 1}`,
  );

/** The failpoints that were passed too seldom in so many runs for anybody to rely on them. */
export function tooSeldom(hits: Readonly<Record<string, number>>, atLeast: number): FailpointName[] {
  return failpointNames.filter((name) => (hits[name] ?? 0) < atLeast);
}

function inOrder(names: FailpointName[]): FailpointName[] {
  const order = [...rare.slice(0, 1), ...perBatch, ...rare.slice(1)];
  return names.sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** The element whose turn it is, round and round. */
export function pick<T>(from: readonly T[], turn: number): T {
  const one = from[turn % from.length];
  if (one === undefined) {
    throw new Error('there is nothing to choose from');
  }
  return one;
}
