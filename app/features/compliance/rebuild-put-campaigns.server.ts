import { env } from '../../platform/env.server.ts';
import { FIRST_POLL_SECONDS } from '../messaging/accept-batch.server.ts';
import { type Put, putRows, ROWS_AT_ONCE } from './rebuild-put.ts';

const campaignColumns = [
  'stream_version',
  'status',
  'content_version',
  'audience_count',
  'recipient_count',
  'excluded',
  'parts',
  'credits_quoted',
  'quote',
  'problem',
  'pause_reason',
  'scheduled_for',
  'expires_at',
  'frozen_at',
  'confirmed_at',
  'started_at',
  'handed_over_at',
  'ended_at',
  'resend',
  'test_of',
];
const campaignList = campaignColumns.join(', ');

/** A campaign was made when its first event was written. Nothing is queued: the sweep finds by its row what waits. */
export const putCampaigns: Put = {
  owner: 'campaign',
  categories: [1],
  overtaken: (newer) => `EXISTS (${newer(1, '1')})`,
  statements: [
    `DELETE FROM campaign t USING piece_campaign p
     WHERE p.fault = 'surplus' AND t.shop_id = p.shop_id AND t.id = p.campaign_id`,
    `UPDATE campaign t SET (${campaignList}) = ROW(${campaignColumns.map((column) => `p.${column}`).join(', ')}),
       updated_at = now()
     FROM piece_campaign p WHERE p.fault = 'wrong' AND t.shop_id = p.shop_id AND t.id = p.campaign_id`,
    `INSERT INTO campaign (shop_id, id, ${campaignList}, created_at)
     SELECT p.shop_id, p.campaign_id, ${campaignList},
            (SELECT min(e.recorded_at) FROM event e
             WHERE e.category = 1 AND e.shop_id = p.shop_id AND e.stream_key = p.campaign_id)
     FROM piece_campaign p WHERE p.fault = 'missing'`,
  ],
};

const batchColumns = [
  'stream_version',
  'first_ordinal',
  'last_ordinal',
  'recipients',
  'credits',
  'status',
  'attempt',
  'failures',
  'lease_token',
  'hold_id',
  'bulk_id',
  'reason',
  'intended_at',
  'settled_at',
  'overturned',
];
const batchList = batchColumns.join(', ');

/**
 * When somebody must look at the batch again, which no event tells as such. Each is the one that can text nobody twice:
 * - 'dispatching': the deadline of its last intent. The process that holds the lease may still write its outcome; if none
 *   does, the sweep calls the batch unknown. Never a time at which it could be claimed: only a committed deferral, which is
 *   an event, makes it claimable again.
 * - 'unknown': its own long deadline, from when it was called unknown.
 * - 'deferred': the time that its deferral says; earlier would only ask again too soon. 'ready' has none.
 * - with the carrier ('accepted', 'resolved'): silent texts are asked for again from the first round on. That only reads.
 * queued_at is null throughout: nothing is queued here, and the sweep's next wave takes what is ready.
 */
const wakeTimes = `
  LATERAL (
    SELECT CASE p.status
             WHEN 'dispatching' THEN (SELECT (e.data ->> 'deadline')::timestamptz FROM event e
               WHERE e.category = 2 AND e.shop_id = p.shop_id AND e.stream_key = p.campaign_id
                 AND e.stream_part = p.batch_no AND e.type = 'DispatchIntended'
               ORDER BY e.stream_version DESC LIMIT 1)
             WHEN 'unknown' THEN (SELECT e.recorded_at + interval '${env.UNKNOWN_DEADLINE_HOURS} hours' FROM event e
               WHERE e.category = 2 AND e.shop_id = p.shop_id AND e.stream_key = p.campaign_id
                 AND e.stream_part = p.batch_no AND e.type = 'DispatchOutcomeUnknown'
               ORDER BY e.stream_version DESC LIMIT 1)
           END AS deadline,
           CASE p.status
             WHEN 'deferred' THEN (SELECT (e.data ->> 'until')::timestamptz FROM event e
               WHERE e.category = 2 AND e.shop_id = p.shop_id AND e.stream_key = p.campaign_id
                 AND e.stream_part = p.batch_no AND e.type = 'DispatchDeferred'
               ORDER BY e.stream_version DESC LIMIT 1)
           END AS next_attempt_at,
           CASE WHEN p.status IN ('accepted', 'resolved')
             THEN now() + interval '${FIRST_POLL_SECONDS} seconds' END AS next_poll_at
  ) w`;

/** A batch keeps its times while its status, attempt and lease were right; otherwise they belong to another moment. */
export const putBatches: Put = {
  owner: 'campaign',
  categories: [1, 2],
  // A freeze cuts batches anew, which only the campaign's events tell.
  overtaken: (newer) => `EXISTS (${newer(1, '1')}) OR batch_no IN (${newer(2, 'e.stream_part')})`,
  statements: [
    `DELETE FROM send_batch t USING piece_send_batch p
     WHERE p.fault = 'surplus' AND t.shop_id = p.shop_id AND t.campaign_id = p.campaign_id AND t.batch_no = p.batch_no`,
    `UPDATE send_batch t SET (${batchList}) = ROW(${batchColumns.map((column) => `p.${column}`).join(', ')}),
       (deadline, next_attempt_at, queued_at, poll_round, next_poll_at) = (
         SELECT t.deadline, t.next_attempt_at, t.queued_at, t.poll_round, t.next_poll_at
         WHERE (t.status, t.attempt, t.lease_token) IS NOT DISTINCT FROM (p.status, p.attempt, p.lease_token)
         UNION ALL
         SELECT w.deadline, w.next_attempt_at, NULL, 0, w.next_poll_at FROM ${wakeTimes}
         WHERE (t.status, t.attempt, t.lease_token) IS DISTINCT FROM (p.status, p.attempt, p.lease_token))
     FROM piece_send_batch p
     WHERE p.fault = 'wrong' AND t.shop_id = p.shop_id AND t.campaign_id = p.campaign_id AND t.batch_no = p.batch_no`,
    `INSERT INTO send_batch (shop_id, campaign_id, batch_no, ${batchList}, deadline, next_attempt_at, next_poll_at)
     SELECT p.shop_id, p.campaign_id, p.batch_no, ${batchColumns.map((column) => `p.${column}`).join(', ')},
            w.deadline, w.next_attempt_at, w.next_poll_at
     FROM piece_send_batch p CROSS JOIN ${wakeTimes}
     WHERE p.fault = 'missing'`,
  ],
};

const omissions = putRows('recipient_omission', {
  name: 'recipient_omission',
  key: ['campaign_id', 'ordinal'],
  columns: ['batch_no', 'state', 'reason', 'at'],
});
export const putOmissions: Put = {
  owner: 'campaign',
  categories: [2],
  // Which batch a surplus row belongs to is its own word only.
  overtaken: (newer) =>
    `batch_no IN (${newer(2, 'e.stream_part')}) OR (fault = 'surplus' AND EXISTS (${newer(2, '1')}))`,
  rowsAtOnce: ROWS_AT_ONCE,
  statements: [omissions.remove, omissions.change, omissions.add],
};

const counts = putRows('campaign_count', {
  name: 'campaign_count',
  key: ['campaign_id', 'state'],
  columns: ['count'],
});
export const putCounts: Put = {
  owner: 'count',
  categories: [1, 2, 6],
  overtaken: (newer) => [1, 2, 6].map((category) => `EXISTS (${newer(category, '1')})`).join(' OR '),
  statements: [counts.remove, counts.change, counts.add],
};
