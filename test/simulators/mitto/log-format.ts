import { z } from 'zod';

/** One text that the carrier took: the person at `destination` has it, whatever the caller was told. */
export const acceptedMessageSchema = z.object({
  kind: z.literal('accepted'),
  /** ISO 8601, the same millisecond that `messageId` carries. */
  at: z.string(),
  /** Number of the send call, from 1, over all runs on this log. */
  call: z.int(),
  /** Position in the call's `messages`. */
  item: z.int(),
  /** What the caller met: `accept`, `accept-then-reset`, … */
  behaviour: z.string(),
  bulkId: z.string(),
  messageId: z.string(),
  trafficAccountId: z.string(),
  destination: z.string(),
  sender: z.string(),
  text: z.string(),
  reference: z.string().optional(),
  parts: z.int(),
  /** How it ends, decided at acceptance; Pending never ends. */
  outcome: z.enum(['Delivered', 'Failure', 'Pending']),
  outcomeAt: z.string(),
  description: z.string().optional(),
  errorcode: z.string().optional(),
});
export type AcceptedMessage = z.infer<typeof acceptedMessageSchema>;

/** A call, or some items of one, that the carrier did not take. */
const refusedCallSchema = z.object({
  kind: z.literal('refused'),
  at: z.string(),
  call: z.int(),
  behaviour: z.string(),
  /** HTTP status the caller saw; 0 when it got no answer. */
  status: z.int(),
  reason: z.string(),
  /** How many messages were refused; 0 when the body could not be read. */
  messages: z.int(),
  /** Positions of the refused messages, when others of the same call were accepted or only these were named. */
  items: z.array(z.int()).optional(),
});
export type RefusedCall = z.infer<typeof refusedCallSchema>;

export const logLineSchema = z.discriminatedUnion('kind', [acceptedMessageSchema, refusedCallSchema]);
export type LogLine = z.infer<typeof logLineSchema>;
