import { ENVELOPE_BYTES } from './bulk-request.ts';

export type PlannedBatch = {
  batchNo: number;
  first: number;
  last: number;
  recipients: number;
  credits: number;
};
export type BatchLimits = { messages: number; bytes: number };

/**
 * Cuts a stream of recipients (in the order of their ordinals) into batches that keep both limits, whichever is
 * reached first. Batches are numbered from 1 and cover the ordinals without a gap.
 */
export function batchPlanner(limits: BatchLimits) {
  const planned: PlannedBatch[] = [];
  let bytes = 0;
  let open: PlannedBatch | undefined;
  return {
    /** `size`: the bytes of the recipient's message as JSON. Returns the number of her batch. */
    add(ordinal: number, credits: number, size: number): number {
      if (open === undefined || open.recipients >= limits.messages || bytes + size + 1 > limits.bytes) {
        open = { batchNo: planned.length + 1, first: ordinal, last: ordinal, recipients: 0, credits: 0 };
        planned.push(open);
        bytes = ENVELOPE_BYTES;
      }
      open.last = ordinal;
      open.recipients += 1;
      open.credits += credits;
      bytes += size + 1;
      return open.batchNo;
    },
    batches: (): readonly PlannedBatch[] => planned,
  };
}
