import { eventsWithin, last, type RebuiltProjection, within } from './rebuild-projection.ts';

/**
 * Not told by events, and not compared: deadline, next_attempt_at, queued_at, poll_round, next_poll_at. They only say
 * when somebody looks at the batch again. The lease of a batch that was closed before its intent was written is not kept.
 */
export const rebuiltBatches: RebuiltProjection = {
  name: 'send_batch',
  key: ['campaign_id', 'batch_no'],
  live: (scope) => `
    SELECT shop_id, campaign_id, batch_no, stream_version, first_ordinal, last_ordinal, recipients, credits, status,
           attempt, failures, CASE WHEN status <> 'empty' THEN lease_token END AS lease_token, hold_id, bulk_id, reason,
           intended_at, settled_at, overturned
    FROM send_batch WHERE true${within(scope, 'shop_id', 'campaign_id')}`,
  rebuilt: (scope) => `
    WITH fact AS (
      SELECT shop_id, stream_key, stream_part, stream_version, type, recorded_at, data,
        CASE
          WHEN type IN ('BatchPlanned', 'BatchSplit')            THEN 'ready'
          WHEN type = 'DispatchIntended'                         THEN 'dispatching'
          WHEN type IN ('BatchAccepted', 'BatchPartlyAccepted')  THEN 'accepted'
          WHEN type = 'DispatchDeferred'                         THEN 'deferred'
          WHEN type = 'DispatchOutcomeUnknown'                   THEN 'unknown'
          -- A late answer resolves a batch by accepting it.
          WHEN type = 'OutcomeResolved' AND data ->> 'evidence' <> 'late_answer' THEN 'resolved'
          WHEN type = 'PresumptionOverturned'                    THEN 'resolved'
          WHEN type = 'BatchRejected'                            THEN 'rejected'
          WHEN type = 'BatchAbandoned'                           THEN 'abandoned'
          WHEN type = 'BatchStopped'                             THEN 'stopped'
          WHEN type = 'BatchEmpty'                               THEN 'empty'
        END AS status,
        CASE
          WHEN type = 'DispatchOutcomeUnknown' THEN data ->> 'cause'
          WHEN type = 'OutcomeResolved' AND data ->> 'evidence' <> 'late_answer'
            THEN 'resolved_by_' || (data ->> 'evidence')
          WHEN type IN ('BatchRejected', 'BatchStopped') THEN data ->> 'why'
          WHEN type = 'BatchAbandoned' THEN 'carrier_unreachable'
          WHEN type = 'BatchEmpty' THEN 'left_out'
        END AS reason,
        CASE WHEN type IN ('BatchPlanned', 'BatchSplit') THEN data END AS plan,
        CASE WHEN type IN ('BatchAccepted', 'BatchPartlyAccepted') THEN 0
             WHEN type = 'DispatchDeferred' THEN (data ->> 'failures')::integer END AS failures,
        CASE WHEN type IN ('DispatchIntended', 'BatchEmpty') THEN recorded_at END AS intended_at
      FROM event WHERE category = 2${eventsWithin(scope)}
    ), folded AS (
      SELECT shop_id, stream_key AS campaign_id, stream_part AS batch_no, max(stream_version) AS stream_version,
             ${last('plan')} AS plan, ${last('status')} AS status, ${last('reason')} AS reason,
             count(intended_at) AS attempt, coalesce(${last('failures')}, 0) AS failures,
             ${last(`(data ->> 'lease')`)} AS lease, ${last(`(data ->> 'bulkId')`)} AS bulk_id,
             ${last('intended_at')} AS intended_at,
             max(recorded_at) FILTER (
               WHERE status IN ('accepted', 'resolved', 'rejected', 'abandoned', 'stopped', 'empty')) AS settled_at,
             coalesce(sum(jsonb_array_length(data -> 'messages'))
                      FILTER (WHERE type = 'PresumptionOverturned'), 0)::integer AS overturned
      FROM fact GROUP BY shop_id, stream_key, stream_part
    )
    SELECT shop_id, campaign_id, batch_no, stream_version, (plan ->> 'first')::integer, (plan ->> 'last')::integer,
           (plan ->> 'recipients')::integer, (plan ->> 'credits')::bigint, status, attempt, failures,
           CASE WHEN status <> 'empty' THEN lease::uuid END, (plan ->> 'hold')::uuid, bulk_id, reason, intended_at,
           settled_at, overturned
    FROM folded
    UNION ALL
    -- Batches of a quote that nobody has confirmed have no events: they are the frozen audience, cut.
    SELECT r.shop_id, r.campaign_id, r.batch_no, 0, min(r.ordinal), max(r.ordinal), count(*), sum(r.credits), 'planned',
           0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0
    FROM recipient r
    WHERE NOT EXISTS (SELECT FROM folded f WHERE f.shop_id = r.shop_id AND f.campaign_id = r.campaign_id)
      ${within(scope, 'r.shop_id', 'r.campaign_id')}
    GROUP BY r.shop_id, r.campaign_id, r.batch_no`,
};

export const rebuiltOmissions: RebuiltProjection = {
  name: 'recipient_omission',
  key: ['campaign_id', 'ordinal'],
  live: (scope) => `
    SELECT shop_id, campaign_id, ordinal, batch_no, state, reason, at FROM recipient_omission
    WHERE true${within(scope, 'shop_id', 'campaign_id')}`,
  rebuilt: (scope) => `
    SELECT e.shop_id, e.stream_key, (o.one ->> 0)::integer, e.stream_part, 'left_out', o.one ->> 1, e.recorded_at
    FROM event e CROSS JOIN LATERAL jsonb_array_elements(e.data -> 'leftOut') AS o(one)
    WHERE e.category = 2 AND e.type IN ('DispatchIntended', 'RecipientsLeftOut', 'BatchEmpty')${eventsWithin(scope, 'e')}
    UNION ALL
    SELECT e.shop_id, e.stream_key, (o.one ->> 0)::integer, e.stream_part, 'refused', o.one ->> 1, e.recorded_at
    FROM event e CROSS JOIN LATERAL jsonb_array_elements(e.data -> 'refused') AS o(one)
    WHERE e.category = 2 AND e.type IN ('ItemsRefused', 'BatchPartlyAccepted')${eventsWithin(scope, 'e')}`,
};
