import { randomUUID } from 'node:crypto';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { move, sumMoves } from '../../core/delivery/recipient-state.ts';
import { judgeDispatch } from '../../core/messaging/dispatch.ts';
import type { Senders } from '../../core/messaging/senders-by-country.ts';
import { sendStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { hintCounts } from '../../platform/jobs.server.ts';
import type { BatchKey, ClaimedBatch } from './batch.ts';
import { closeEmptyBatch } from './close-batch.server.ts';
import { leaveOut, recipientsLeft } from './leave-out.server.ts';
import { FROZEN_WORDS, type FrozenWords } from './write-texts.server.ts';

/** Beyond the HTTP time-out: what the outcome's transaction may take before the sweep calls the batch unknown. */
export const LEASE_MARGIN_MS = 5_000;

export type Claim =
  | { kind: 'claimed'; batch: ClaimedBatch }
  /** Somebody else has it, it is done, or the campaign does not send now: leave quietly. */
  | { kind: 'left'; why: string }
  /** Everybody was left out at the last moment; the batch is closed and its credits are back. */
  | { kind: 'empty' };

type Row = {
  status: CampaignStatus;
  expires_at: Date | null;
  frozen_at: Date;
  now: Date;
  local_minute: number;
  quiet_from: number | null;
  quiet_until: number | null;
  cap_hours: number | null;
  installed: boolean;
  account_blocked: boolean;
  awaits_codes: boolean;
  /** Other campaigns send the same text to the same people: it is a resend, or has one. */
  resent: boolean;
} & Senders &
  FrozenWords;

type BatchRow = {
  stream_version: number;
  attempt: number;
  failures: number;
  hold_id: string;
  first_ordinal: number;
  last_ordinal: number;
  deadline: Date;
};

/**
 * The intent: one transaction that decides whether a batch leaves now, to whom, and makes that durable **before** a
 * byte does. Only a committed claim with this process's own lease permits the call (P1). Pause, cancel, expiry and
 * quiet hours are judged here (P7), and consent, erasures and the frequency cap once more per person (P6). A test goes to the merchant's own phones:
 * neither quiet hours nor the cap hold it.
 */
export async function claimBatch(key: BatchKey): Promise<Claim> {
  const claimed = await withTransaction(async (tx): Promise<Claim> => {
    const facts = await readFacts(tx, key);
    if (facts === undefined) {
      return { kind: 'left', why: 'campaign_gone' };
    }
    const verdict = judgeDispatch({
      campaign: facts.status,
      expiresAt: facts.expires_at,
      accountBlocked: facts.account_blocked,
      shopInstalled: facts.installed,
      awaitsCodes: facts.awaits_codes,
      now: facts.now,
      localMinute: facts.local_minute,
      quiet:
        facts.quiet_from === null || facts.quiet_until === null
          ? null
          : { from: facts.quiet_from, until: facts.quiet_until },
    });
    if (verdict.kind === 'leave') {
      await unqueue(tx, key);
      return { kind: 'left', why: verdict.why };
    }
    if (verdict.kind === 'wait') {
      await waitUntil(tx, key, new Date(facts.now.getTime() + verdict.minutes * 60_000), verdict.why);
      return { kind: 'left', why: verdict.why };
    }
    return claim(tx, key, facts);
  });
  if (claimed.kind === 'empty') {
    await hintCounts();
  }
  return claimed;
}

async function claim(tx: Transaction, key: BatchKey, facts: Row): Promise<Claim> {
  const lease = randomUUID();
  const { rows } = await tx.query<BatchRow>({
    name: 'claim_batch',
    text: `UPDATE send_batch SET
             status = 'dispatching', attempt = attempt + 1, lease_token = $4, intended_at = now(),
             deadline = now() + $5 * interval '1 millisecond', stream_version = stream_version + 1,
             next_attempt_at = NULL
           WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3
             AND status IN ('ready', 'deferred') AND (next_attempt_at IS NULL OR next_attempt_at <= now())
           RETURNING stream_version, attempt, failures, hold_id, first_ordinal, last_ordinal, deadline`,
    values: [key.shopId, key.campaignId, key.batchNo, lease, env.MITTO_TIMEOUT_MS + LEASE_MARGIN_MS],
  });
  const row = rows[0];
  if (row === undefined) {
    return { kind: 'left', why: 'not_claimable' };
  }
  const leftOut = await leaveOut(tx, key, row.first_ordinal, row.last_ordinal, {
    frozenAt: facts.frozen_at,
    capHours: facts.cap_hours,
    resent: facts.resent,
  });
  const recipients = await recipientsLeft(tx, key, row.first_ordinal, row.last_ordinal);
  if (recipients.length === 0) {
    await closeEmptyBatch(tx, key, row.stream_version - 1, row.hold_id, leftOut, facts.now);
    return { kind: 'empty' };
  }
  await appendLocked(tx, [
    toStream(
      sendStream(key.shopId, key.campaignId, key.batchNo),
      [
        {
          type: 'DispatchIntended',
          data: {
            attempt: row.attempt,
            lease,
            deadline: row.deadline.toISOString(),
            recipients: recipients.length,
            leftOut,
            moved: sumMoves(
              move('queued', 'sending', recipients.length),
              move('queued', 'left_out', leftOut.length),
            ),
          },
        },
      ],
      row.stream_version - 1,
    ),
  ]);
  failpoint('before-intent-commit');
  return {
    kind: 'claimed',
    batch: {
      ...key,
      version: row.stream_version,
      attempt: row.attempt,
      intendedAt: facts.now,
      failures: row.failures,
      lease,
      holdId: row.hold_id,
      firstOrdinal: row.first_ordinal,
      lastOrdinal: row.last_ordinal,
      words: facts,
      sender: facts.sender,
      senders: facts.senders,
      recipients,
    },
  };
}

/** FOR SHARE on the campaign: a pause waits for intents that are being written, and no intent begins after it. */
async function readFacts(tx: Transaction, key: BatchKey): Promise<Row | undefined> {
  const { rows } = await tx.query<Row>({
    name: 'dispatch_facts',
    text: `SELECT k.status, k.expires_at, k.frozen_at, now() AS now, ${FROZEN_WORDS}, c.sender, c.senders,
             extract(hour FROM now() AT TIME ZONE s.time_zone)::integer * 60
               + extract(minute FROM now() AT TIME ZONE s.time_zone)::integer AS local_minute,
             CASE WHEN k.test_of IS NULL THEN
               extract(hour FROM s.quiet_from)::integer * 60 + extract(minute FROM s.quiet_from)::integer
             END AS quiet_from,
             CASE WHEN k.test_of IS NULL THEN
               extract(hour FROM s.quiet_until)::integer * 60 + extract(minute FROM s.quiet_until)::integer
             END AS quiet_until,
             s.cap_hours,
             s.uninstalled_at IS NULL AS installed,
             EXISTS (SELECT FROM carrier_account a
                     WHERE a.traffic_account_id = $3 AND a.blocked_at IS NOT NULL) AS account_blocked,
             EXISTS (SELECT FROM campaign_discount d
                     WHERE d.shop_id = k.shop_id AND d.campaign_id = k.id AND d.status <> 'ready') AS awaits_codes,
             EXISTS (SELECT FROM resend_family(k.shop_id, k.id)) AS resent
           FROM campaign k
           JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
           JOIN shop s ON s.id = k.shop_id
           WHERE k.shop_id = $1 AND k.id = $2
           FOR SHARE OF k`,
    values: [key.shopId, key.campaignId, env.MITTO_TRAFFIC_ACCOUNT_ID],
  });
  return rows[0];
}

/** The batch is not in a wave any more; whoever lets the campaign go on queues it again. */
async function unqueue(tx: Transaction, key: BatchKey): Promise<void> {
  await tx.query(
    `UPDATE send_batch SET queued_at = NULL
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3 AND status IN ('ready', 'deferred')`,
    [key.shopId, key.campaignId, key.batchNo],
  );
}

/** Puts the batch off without an attempt. The sweep queues it when its time has come. */
async function waitUntil(tx: Transaction, key: BatchKey, until: Date, why: string): Promise<void> {
  const { rows } = await tx.query<{ stream_version: number; attempt: number; failures: number }>(
    `UPDATE send_batch SET
       status = 'deferred', next_attempt_at = $4, queued_at = NULL, stream_version = stream_version + 1
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3 AND status IN ('ready', 'deferred')
     RETURNING stream_version, attempt, failures`,
    [key.shopId, key.campaignId, key.batchNo, until],
  );
  const row = rows[0];
  if (row === undefined) {
    return;
  }
  await appendLocked(tx, [
    toStream(
      sendStream(key.shopId, key.campaignId, key.batchNo),
      [
        {
          type: 'DispatchDeferred',
          data: {
            why,
            until: until.toISOString(),
            attempt: row.attempt,
            failures: row.failures,
            moved: {},
          },
        },
      ],
      row.stream_version - 1,
    ),
  ]);
}
