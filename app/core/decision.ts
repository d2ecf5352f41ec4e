/**
 * What a decider answers. Three answers, not two: doing nothing because it is done already is not a refusal.
 * Only our own mistakes throw.
 */
export type Decision<Event, Ignored extends string = string, Rejected extends string = string> =
  | { kind: 'accepted'; events: Event[] }
  | { kind: 'ignored'; reason: Ignored }
  | { kind: 'rejected'; reason: Rejected };

export const accepted = <Event>(...events: Event[]) => ({ kind: 'accepted' as const, events });
export const ignored = <Reason extends string>(reason: Reason) => ({ kind: 'ignored' as const, reason });
export const rejected = <Reason extends string>(reason: Reason) => ({ kind: 'rejected' as const, reason });

/** Proves to the compiler that a union was handled whole. */
export function unreachable(value: never): never {
  throw new Error(`not handled: ${JSON.stringify(value)}`);
}
