import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BulkOutcome, classifyBulkOutcome } from '../../core/messaging/bulk-outcome.ts';
import { bulkBody, bulkMessageJson } from '../../core/messaging/bulk-request.ts';
import type { SentMessage } from '../../core/messaging/named-in-refusal.ts';
import { formatReference } from '../../core/messaging/reference.ts';
import { senderFor } from '../../core/messaging/senders-by-country.ts';
import { pool } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { log } from '../../platform/log.server.ts';
import { sendBulk } from '../../platform/mitto/send-bulk.server.ts';
import { takeCallToken } from '../../platform/rate-limits.server.ts';
import type { BatchKey, ClaimedBatch } from './batch.ts';
import { claimBatch, LEASE_MARGIN_MS } from './claim-batch.server.ts';
import { leaveOutLate } from './leave-out-late.server.ts';
import { queueDispatch } from './queue-dispatch.server.ts';
import { type Recording, recordOutcome } from './record-outcome.server.ts';
import { writeTexts } from './write-texts.server.ts';

/** How long a process tries to write an outcome that it knows while the database is away. */
const OUTCOME_TRIES_MS = 600_000;

/**
 * Sends one batch: intent (committed) → one call → outcome. Holding the job gives no right to send; only the committed
 * claim does. Safe to run any number of times, in any number of processes.
 */
export async function dispatchBatch(key: BatchKey): Promise<void> {
  const wait = await takeCallToken(key.shopId);
  if (wait > 0) {
    await queueDispatch(pool, key, { soon: wait });
    return;
  }
  // Before the claim, so that the deadline here can only be earlier than the one in the database.
  const deadline = performance.now() + env.MITTO_TIMEOUT_MS;
  const claim = await claimBatch(key);
  if (claim.kind !== 'claimed') {
    log.debug(
      { ...key, claim: claim.kind, why: claim.kind === 'left' ? claim.why : undefined },
      'batch not sent',
    );
    return;
  }
  failpoint('after-intent-commit');
  const batch = await leaveOutLate(claim.batch);
  const started = performance.now();
  const outcome = await call(batch, deadline);
  const callMs = Math.round(performance.now() - started);
  failpoint('after-answer');
  const recorded = await persistOutcome(batch, outcome);
  failpoint('after-outcome-commit');
  log.info(
    {
      shopId: key.shopId,
      campaignId: key.campaignId,
      batchNo: key.batchNo,
      attempt: batch.attempt,
      recipients: batch.recipients.length,
      outcome: outcome.class,
      recorded,
      callMs,
      totalMs: Math.round(performance.now() - started),
    },
    'batch called',
  );
}

async function call(batch: ClaimedBatch, deadline: number): Promise<BulkOutcome> {
  if (batch.recipients.length === 0) {
    // The next claim finds nobody and closes the batch.
    return { class: 'not_sent', code: 'everybody_left_out', why: 'everybody opted out just before the call' };
  }
  const sent: SentMessage[] = [];
  let body: string;
  try {
    body = bulkBody(await writeMessages(batch, sent));
  } catch (err) {
    // The intent is committed, but nothing left: say so, instead of letting it become an unknown.
    log.error(
      { err, campaignId: batch.campaignId, batchNo: batch.batchNo },
      'the texts of a batch could not be written',
    );
    return { class: 'not_sent', code: 'not_written', why: 'the texts could not be written' };
  }
  const seen = await sendBulk(body, deadline);
  return classifyBulkOutcome(seen, sent, {
    retryableStatuses: env.MITTO_RETRYABLE_STATUSES,
    now: new Date(),
  });
}

async function writeMessages(batch: ClaimedBatch, sent: SentMessage[]): Promise<string[]> {
  const texts = await writeTexts(batch.words, batch.recipients);
  const campaign = BigInt(batch.campaignId);
  return batch.recipients.map((recipient, i) => {
    const text = texts[i];
    if (text === undefined) {
      throw new Error(`the values of recipient ${recipient.ordinal} do not fill the text`);
    }
    const reference = formatReference(campaign, recipient.ordinal);
    sent.push({ reference, phone: String(recipient.phone) });
    return bulkMessageJson({
      trafficAccountId: env.MITTO_TRAFFIC_ACCOUNT_ID,
      destination: `+${recipient.phone}`,
      reference,
      sms: { text, sender: senderFor(batch, recipient.country) },
    });
  });
}

/**
 * The process knows what became of thousands of texts; a database that is away for a moment must not turn that into an
 * unknown. Writing twice is harmless: the second time the batch is not open any more.
 */
async function persistOutcome(batch: ClaimedBatch, outcome: BulkOutcome): Promise<Recording | 'lost'> {
  const until = performance.now() + OUTCOME_TRIES_MS;
  for (let pause = 200; ; pause = Math.min(pause * 2, 10_000)) {
    try {
      return await recordOutcome(batch, outcome);
    } catch (err) {
      log.error(
        { err, campaignId: batch.campaignId, batchNo: batch.batchNo },
        'an outcome could not be recorded yet',
      );
      if (performance.now() + pause > until) {
        return 'lost';
      }
      await sleep(pause);
    }
  }
}

/** How long a worker that is asked to stop may need for its open calls. */
export const DISPATCH_STOP_MS = env.MITTO_TIMEOUT_MS + LEASE_MARGIN_MS;
