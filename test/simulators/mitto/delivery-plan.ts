import { chance, fraction, type Random } from './random.ts';
import type { Settings } from './settings.ts';

/** One report: `opposite` contradicts the outcome, `stranger` is about an id that was never given out. */
export type Step = 'sent' | 'outcome' | 'opposite' | 'stranger';

/** Which reports a message causes, in order. Kept as a number per message, so a million of them fit. */
export const SCRIPTS = [
  ['outcome'],
  ['sent', 'outcome'],
  ['outcome', 'sent'],
  ['outcome', 'outcome'],
  ['sent', 'outcome', 'outcome'],
  ['outcome', 'opposite'],
  ['sent', 'outcome', 'opposite'],
  ['sent'],
  ['stranger'],
] as const satisfies readonly (readonly Step[])[];

export interface DeliveryPlan {
  outcome: 'Delivered' | 'Failure' | 'Pending';
  description: string | undefined;
  errorcode: string | undefined;
  /** From acceptance to the outcome. */
  outcomeAfterMs: number;
  /** The first report leaves before the call is answered. */
  early: boolean;
  /** Positions in SCRIPTS; empty when the carrier never reports. */
  scripts: number[];
  /** From acceptance to the first report. */
  firstAfterMs: number;
}

/** Decides how a message ends and what is reported about it. */
export function planDelivery(destination: string, settings: Settings, random: Random): DeliveryPlan {
  const { reports } = settings;
  const end = planOutcome(destination, settings.delivery, random);
  const early = chance(random, reports.earlyShare);
  const firstAfterMs = early ? 0 : reports.delayMs + fraction(random) * reports.spreadMs;
  const steps = chance(random, reports.share) ? chooseSteps(end.outcome, reports, random) : [];
  const scripts = steps.length > 0 ? [scriptNumber(steps)] : [];
  if (chance(random, reports.unknownIdShare)) {
    scripts.push(scriptNumber(['stranger']));
  }
  const sentFirst = steps[0] === 'sent';
  return {
    ...end,
    early,
    firstAfterMs,
    scripts,
    outcomeAfterMs: firstAfterMs + (sentFirst ? reports.gapMs : 0),
  };
}

function planOutcome(destination: string, delivery: Settings['delivery'], random: Random) {
  const failure = failureFor(destination, delivery);
  if (chance(random, failure.failureShare)) {
    return {
      outcome: 'Failure' as const,
      description: failure.description,
      errorcode: failure.errorcode,
    };
  }
  const pending = chance(random, delivery.pendingShare);
  return {
    outcome: pending ? ('Pending' as const) : ('Delivered' as const),
    description: undefined,
    errorcode: undefined,
  };
}

/** The longest prefix that fits decides; the overall share otherwise. */
function failureFor(destination: string, delivery: Settings['delivery']) {
  const prefix = Object.keys(delivery.byPrefix)
    .filter((one) => destination.startsWith(one))
    .sort((a, b) => b.length - a.length)[0];
  return (prefix === undefined ? undefined : delivery.byPrefix[prefix]) ?? delivery;
}

function chooseSteps(
  outcome: DeliveryPlan['outcome'],
  reports: Settings['reports'],
  random: Random,
): readonly Step[] {
  if (outcome === 'Pending') {
    return ['sent'];
  }
  if (chance(random, reports.outOfOrderShare)) {
    return ['outcome', 'sent'];
  }
  const last: Step[] = chance(random, reports.contradictoryShare)
    ? ['outcome', 'opposite']
    : chance(random, reports.twiceShare)
      ? ['outcome', 'outcome']
      : ['outcome'];
  return chance(random, reports.sentFirstShare) ? ['sent', ...last] : last;
}

function scriptNumber(steps: readonly Step[]): number {
  const number = SCRIPTS.findIndex((script) => script.join() === steps.join());
  if (number < 0) {
    throw new Error(`No script for the reports ${steps.join(', ')}.`);
  }
  return number;
}
