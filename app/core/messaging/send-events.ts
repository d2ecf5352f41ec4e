import { z } from 'zod';
import { moves } from '../delivery/recipient-state.ts';

const count = z.number().int().nonnegative();
const time = z.iso.datetime();
/** A hold's id is md5 of its name, so it has no uuid version that zod's uuid() would ask for. */
const hold = z.guid();
/** [ordinal, reason] */
const omission = z.tuple([count, z.string()]);

/** Facts about one batch, and what each did to its people. Ordinals stand for people; no number, name or text. */
export const sendEvents = {
  BatchPlanned: z.object({ first: count, last: count, recipients: count, credits: count, hold }),
  /** The carrier found the call too large: the upper half became batch `into`. */
  BatchSplit: z.object({
    first: count,
    last: count,
    recipients: count,
    credits: count,
    hold,
    into: count,
  }),
  /** Committed before the call. Who fails a check of this moment is left out here, with the reason. */
  DispatchIntended: z.object({
    attempt: count,
    lease: z.uuid(),
    deadline: time,
    recipients: count,
    leftOut: z.array(omission),
    moved: moves,
  }),
  /** Left out after the intent and before the first byte: an opt-out that came in between. */
  RecipientsLeftOut: z.object({ leftOut: z.array(omission), moved: moves }),
  /** `ids` belong to the batch's ordinals in order, without those in `skipped`. */
  BatchAccepted: z.object({
    bulkId: z.string(),
    ids: z.array(z.string()),
    skipped: z.array(count),
    credits: count,
    moved: moves,
  }),
  BatchPartlyAccepted: z.object({
    bulkId: z.string(),
    ids: z.array(z.string()),
    skipped: z.array(count),
    refused: z.array(omission),
    credits: count,
    moved: moves,
  }),
  /** The carrier named people it will not take; the others were certainly not sent and go again. */
  ItemsRefused: z.object({ refused: z.array(omission), moved: moves }),
  BatchRejected: z.object({ code: z.string(), why: z.string(), moved: moves }),
  /** `failures`: how often in a row the carrier certainly did not take it. */
  DispatchDeferred: z.object({ why: z.string(), until: time, attempt: count, failures: count, moved: moves }),
  DispatchOutcomeUnknown: z.object({ cause: z.string(), moved: moves }),
  /** Evidence that the carrier has these people's texts, while the outcome of the call as a whole is unknown. */
  MessagesTraced: z.object({
    evidence: z.enum(['report', 'status', 'operator']),
    messages: z.array(z.tuple([count, z.string()])),
    moved: moves,
  }),
  OutcomeResolved: z.object({
    evidence: z.enum(['late_answer', 'reports', 'operator', 'deadline']),
    handedOver: count,
    presumedNotSent: count,
    credits: count,
    moved: moves,
  }),
  /**
   * These people were presumed not sent, and their credits released, when evidence came that the carrier has their texts.
   * The credits stay released. `bulkId` where it was the late answer itself.
   */
  PresumptionOverturned: z.object({
    evidence: z.enum(['report', 'late_answer', 'operator']),
    messages: z.array(z.tuple([count, z.string()])),
    bulkId: z.string().optional(),
    moved: moves,
  }),
  BatchAbandoned: z.object({ attempts: count, why: z.string(), moved: moves }),
  BatchStopped: z.object({ why: z.enum(['cancelled', 'expired']), moved: moves }),
  /** Everybody was left out, so there was nothing to call for. */
  BatchEmpty: z.object({ leftOut: z.array(omission), moved: moves }),
} as const;
