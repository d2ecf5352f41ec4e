import type { ClaimedBatch } from '../../app/features/messaging/batch.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { leaveOutLate } from '../../app/features/messaging/leave-out-late.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import { sweep } from '../../app/features/messaging/sweep.server.ts';
import type { Style } from './carrier.ts';
import { setConsentOf } from './merchant-steps.ts';
import { batchesIn, passTime, pick, type World } from './world.ts';

/** What becomes of the process after the call: it writes the outcome, it dies, or it wakes much later. */
export type Fate = 'records' | 'dies' | 'sleeps';

export type Dispatch = {
  batch: number;
  style: Style;
  mask: number;
  fate: Fate;
  /** Who opts out between the intent and the call; null: nobody. */
  optOut: number | null;
};

/** The intent of a batch whose time has come; undefined when none waits or none may leave. */
async function claimDue(world: World, n: number): Promise<ClaimedBatch | undefined> {
  const key = pick(await batchesIn(world, ['ready', 'deferred']), n);
  if (key === undefined) {
    return undefined;
  }
  await passTime(key, 'next_attempt_at');
  const claim = await claimBatch(key);
  return claim.kind === 'claimed' ? claim.batch : undefined;
}

/** One batch, as a worker does it: intent, last look, call, outcome. Says whether it was called. */
export async function dispatch(world: World, step: Dispatch): Promise<boolean> {
  const claimed = await claimDue(world, step.batch);
  if (claimed === undefined) {
    return false;
  }
  if (step.optOut !== null) {
    await setConsentOf(world, step.optOut, 'unsubscribed');
  }
  const batch = await leaveOutLate(claimed);
  const outcome =
    batch.recipients.length === 0
      ? ({ class: 'not_sent', code: 'everybody_left_out', why: 'everybody opted out' } as const)
      : world.carrier.call(batch, step.style, step.mask);
  if (step.fate === 'records') {
    await recordOutcome(batch, outcome);
    return true;
  }
  await passTime(claimed, 'deadline');
  if (step.fate === 'sleeps') {
    world.asleep.push({ batch, outcome });
  }
  return true;
}

/** A worker that sleeps from its intent until the sweep has been there makes no call any more, and says so. */
export async function oversleep(world: World, n: number, optOut: number): Promise<boolean> {
  const claimed = await claimDue(world, n);
  if (claimed === undefined) {
    return false;
  }
  await passTime(claimed, 'deadline');
  await sweep();
  await setConsentOf(world, optOut, 'unsubscribed');
  const batch = await leaveOutLate(claimed);
  await recordOutcome(batch, { class: 'not_sent', code: 'not_connected', why: 'the deadline is over' });
  return true;
}

/** A worker wakes after the sweeper and writes down what it knows; a second time as well. */
export async function wake(world: World, n: number): Promise<boolean> {
  const zombie = pick(world.asleep, n);
  if (zombie !== undefined) {
    await recordOutcome(zombie.batch, zombie.outcome);
  }
  return zombie !== undefined;
}

/** A call whose process wakes only when its unknown has been ended: what it knows overturns what was presumed. */
export async function wakeTooLate(world: World, n: number, style: Style, mask: number): Promise<boolean> {
  const claimed = await claimDue(world, n);
  if (claimed === undefined) {
    return false;
  }
  const outcome = world.carrier.call(claimed, style, mask);
  for (let deadline = 0; deadline < 2; deadline += 1) {
    await passTime(claimed, 'deadline');
    await sweep();
  }
  await recordOutcome(claimed, outcome);
  return true;
}

/** The deadline of an unknown outcome comes, and nobody knows better. */
export async function giveUp(world: World, n: number): Promise<boolean> {
  const key = pick(await batchesIn(world, ['unknown']), n);
  if (key === undefined) {
    return false;
  }
  await passTime(key, 'deadline');
  await sweep();
  return true;
}
