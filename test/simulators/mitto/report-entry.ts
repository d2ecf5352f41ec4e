import { SCRIPTS, type Step } from './delivery-plan.ts';

/**
 * A report that waits, packed into one number: which message, which script, which step of it, which attempt.
 * Numbers, because a million waiting reports as objects would be hundreds of megabytes.
 */
export type ReportEntry = number;

const ATTEMPTS = 16;
const STEPS = 4;
const SCRIPT_ROOM = 16;

/** The highest attempt number an entry can hold. */
export const MAX_ATTEMPT = ATTEMPTS - 1;

export const firstEntry = (ordinal: number, script: number): ReportEntry =>
  (ordinal * SCRIPT_ROOM + script) * STEPS * ATTEMPTS;

export function readEntry(entry: ReportEntry) {
  const attempt = entry % ATTEMPTS;
  const position = Math.floor(entry / ATTEMPTS) % STEPS;
  const script = Math.floor(entry / (ATTEMPTS * STEPS)) % SCRIPT_ROOM;
  const ordinal = Math.floor(entry / (ATTEMPTS * STEPS * SCRIPT_ROOM));
  const steps: readonly Step[] = SCRIPTS[script] ?? [];
  return {
    ordinal,
    attempt,
    position,
    step: steps[position] ?? 'outcome',
    last: position >= steps.length - 1,
  };
}

/** The same report, once more. */
export const nextAttempt = (entry: ReportEntry): ReportEntry => entry + 1;

/** The next report of the same message. */
export const nextStep = (entry: ReportEntry): ReportEntry => entry - (entry % ATTEMPTS) + ATTEMPTS;
