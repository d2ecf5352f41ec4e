import { unreachable } from '../../app/core/decision.ts';
import type { BulkOutcome } from '../../app/core/messaging/bulk-outcome.ts';
import type { ClaimedBatch } from '../../app/features/messaging/batch.ts';

export const styles = [
  'accepted',
  'partly',
  'rejected',
  'rejected_items',
  'too_large',
  'not_sent',
  'unknown_taken',
  'unknown_not_taken',
  'account_refused',
] as const;
/** How a call ends. The two unknowns differ only in the carrier's own log. */
export type Style = (typeof styles)[number];

/** One text that the carrier really took. `said`: the final words that it has reported about it. */
export type Taken = {
  campaignId: number;
  ordinal: number;
  messageId: string;
  said: Set<'delivered' | 'failed'>;
};

export type Carrier = {
  /** The truth about who was texted, by campaign and ordinal. */
  taken: Map<string, Taken>;
  /** Another carrier took a text: it is known here as well. */
  keep(text: Taken, phone: number): void;
  /** Makes one call. `mask` says, bit by bit, which of the people a style that tells them apart takes or refuses. */
  call(batch: ClaimedBatch, style: Style, mask: number): BulkOutcome;
};

export const nameOf = (campaignId: number, ordinal: number): string => `${campaignId}-${ordinal}`;

/**
 * A carrier inside the test: what it takes is known, whatever it answers. Throws when somebody is texted twice (P1), or was
 * asked for whose number has said no (P6).
 */
export function scriptedCarrier(mayBeTexted: (phone: number) => boolean): Carrier {
  const taken: Carrier['taken'] = new Map();
  let calls = 0;

  function keep(text: Taken): void {
    const name = nameOf(text.campaignId, text.ordinal);
    if (taken.has(name)) {
      throw new Error(`recipient ${name} was texted twice`);
    }
    taken.set(name, text);
  }

  function take(batch: ClaimedBatch, index: number): string {
    const { campaignId } = batch;
    const { ordinal } = at(batch, index);
    const messageId = `call-${calls}-${nameOf(campaignId, ordinal)}`;
    keep({ campaignId, ordinal, messageId, said: new Set() });
    return messageId;
  }

  function expectYes(campaignId: number, ordinal: number, phone: number): void {
    if (!mayBeTexted(phone)) {
      throw new Error(`recipient ${nameOf(campaignId, ordinal)} had opted out before the call`);
    }
  }

  return {
    taken,
    keep(text, phone) {
      expectYes(text.campaignId, text.ordinal, phone);
      keep(text);
    },
    call(batch, style, mask) {
      calls += 1;
      for (const { phone, ordinal } of batch.recipients) {
        expectYes(batch.campaignId, ordinal, phone);
      }
      const indexes = batch.recipients.map((_, index) => index);
      const chosen = indexes.filter((index) => (mask >> index) % 2 === 1);
      const others = indexes.filter((index) => !chosen.includes(index));
      const bulkId = `bulk-${calls}`;
      switch (style) {
        case 'accepted':
          return { class: 'accepted', bulkId, ids: indexes.map((index) => take(batch, index)) };
        case 'partly':
          return {
            class: 'partly_accepted',
            bulkId,
            accepted: chosen.map((index) => ({ index, id: take(batch, index) })),
            refused: others.map((index) => ({ index, reason: 'not_reachable' })),
          };
        case 'rejected':
          return { class: 'rejected', scope: 'batch', why: 'bad request', code: 'http_400' };
        case 'rejected_items':
          return {
            class: 'rejected_items',
            items: (chosen.length === 0 ? [0] : chosen).map((index) => ({ index, reason: 'bad number' })),
          };
        case 'too_large':
          return { class: 'rejected', scope: 'too_large', why: 'too large', code: 'http_413' };
        case 'not_sent':
          return { class: 'not_sent', why: 'no connection', code: 'not_connected' };
        case 'unknown_taken':
          for (const index of chosen.length === 0 ? [0] : chosen) {
            take(batch, index);
          }
          return { class: 'unknown', cause: 'timeout', raw: '' };
        case 'unknown_not_taken':
          return { class: 'unknown', cause: 'timeout', raw: '' };
        case 'account_refused':
          return { class: 'rejected', scope: 'account', why: 'no money', code: 'http_402' };
        default:
          return unreachable(style);
      }
    },
  };
}

function at(batch: ClaimedBatch, index: number): ClaimedBatch['recipients'][number] {
  const recipient = batch.recipients[index];
  if (recipient === undefined) {
    throw new Error(`the call has no message ${index}`);
  }
  return recipient;
}
