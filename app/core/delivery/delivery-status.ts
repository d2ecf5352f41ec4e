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

// v1.1 showed Delivered and Failure, and is said to use Sent, Pending and Queued; the others are the older SMS API's
// words and SMPP's, whole or in seven letters (SMPP 3.4, 5.2.28 and appendix B). Buffered is with the operator, waiting
// for the phone to be switched on. What is not in the list is not guessed: a final word cannot be taken back. So no
// numbers (5 is "undeliverable" to one gateway and something else to the next), and none of UNKNOWN, ACCEPTED
// and "delivered to network".
const WORDS: Readonly<Record<Exclude<DeliveryStatus, 'unrecognised'>, readonly string[]>> = {
  queued: ['queued', 'pending', 'scheduled'],
  sent: ['sent', 'buffered', 'enroute', 'submitted'],
  delivered: ['delivered', 'delivrd', 'deliveredtohandset', 'deliveredtoterminal'],
  failed: [
    ...['failure', 'failed', 'deliveryfailed', 'deliveryfailure', 'permanentfailure', 'permanentlyfailed'],
    ...['undelivered', 'undeliv', 'undeliverable', 'notdelivered', 'nondelivered', 'notdeliverable'],
    ...['expired', 'rejected', 'rejectd', 'blocked', 'blacklisted', 'deleted'],
  ],
};

const STATUS_OF_WORD: ReadonlyMap<string, DeliveryStatus> = new Map(
  (['queued', 'sent', 'delivered', 'failed'] as const).flatMap((status) =>
    WORDS[status].map((word) => [word, status] as const),
  ),
);

/** SMPP's receipt as one line: "id:… sub:001 dlvrd:001 submit date:… stat:DELIVRD err:000 text:…". */
const RECEIPT_STATE = /^id:[\s\S]{0,300}? stat:([a-z]{1,20})(?: |$)/i;

/**
 * Mitto's word for a text's state, in any case and with any signs between its letters, as ours. A word never seen
 * before is not an error and not final.
 */
export function parseDeliveryStatus(said: string): { status: DeliveryStatus; rank: number } {
  const word = RECEIPT_STATE.exec(said.trim().slice(0, 400))?.[1] ?? said;
  const status = STATUS_OF_WORD.get(letters(word)) ?? 'unrecognised';
  return { status, rank: DELIVERY_RANK[status] };
}

/** "Not delivered", NOT_DELIVERED and NotDelivered are one word. What has other signs than these is another. */
const letters = (word: string): string =>
  word
    .trim()
    .slice(0, 40)
    .toLowerCase()
    .replace(/[ _.-]/g, '');
