/** Ours, from Mitto's word. 'unrecognised' moves nothing: its rank is below all others. */
export type DeliveryStatus = 'queued' | 'sent' | 'delivered' | 'failed' | 'unrecognised';

/**
 * How far a text has come. A report counts only if its rank is higher than what is recorded: delivered and failed
 * share the last rank, so the first final word stands and a later one is a contradiction to keep, not to believe.
 */
const DELIVERY_RANK: Readonly<Record<DeliveryStatus, number>> = {
  unrecognised: 0,
  queued: 1,
  sent: 2,
  delivered: 3,
  failed: 3,
};

// v1.1 showed Delivered and Failure, and is said to use Sent, Pending and Queued; the rest are the SMS API's words.
// Buffered is with the operator, waiting for the phone to be switched on.
const STATUS_OF_WORD: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['queued', 'queued'],
  ['pending', 'queued'],
  ['sent', 'sent'],
  ['buffered', 'sent'],
  ['delivered', 'delivered'],
  ['failure', 'failed'],
  ['failed', 'failed'],
  ['undelivered', 'failed'],
  ['expired', 'failed'],
  ['rejected', 'failed'],
]);

/** Mitto's word for a text's state, in any case, as ours. A word never seen before is not an error and not final. */
export function parseDeliveryStatus(word: string): { status: DeliveryStatus; rank: number } {
  const status = STATUS_OF_WORD.get(word.trim().toLowerCase()) ?? 'unrecognised';
  return { status, rank: DELIVERY_RANK[status] };
}
