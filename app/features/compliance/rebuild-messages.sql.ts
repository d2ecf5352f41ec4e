import { eventsWithin, last, type RebuiltProjection, within } from './rebuild-projection.ts';

/**
 * Not told by events, and not compared: word and error, which are the carrier's free words. The time of a report is told
 * to the millisecond. Credits come from the frozen audience, where the price of each text stands.
 */
export const rebuiltMessages: RebuiltProjection = {
  name: 'message',
  key: ['campaign_id', 'ordinal'],
  live: (scope) => `
    SELECT shop_id, campaign_id, ordinal, message_id, batch_no, credits, rank, state, code,
           round(extract(epoch FROM reported_at), 3) AS reported_at
    FROM message WHERE true${within(scope, 'shop_id', 'campaign_id')}`,
  rebuilt: (scope) => `
    WITH range AS (
      SELECT DISTINCT ON (shop_id, stream_key, stream_part) shop_id, stream_key, stream_part,
             (data ->> 'first')::integer AS first, (data ->> 'last')::integer AS last
      FROM event WHERE category = 2 AND type IN ('BatchPlanned', 'BatchSplit')${eventsWithin(scope)}
      ORDER BY shop_id, stream_key, stream_part, stream_version DESC
    ), traced AS MATERIALIZED (
      SELECT e.shop_id, e.stream_key, e.stream_part, e.position, (t.one ->> 0)::integer AS ordinal, (t.one ->> 1) COLLATE "C" AS id,
             e.type = 'PresumptionOverturned' AS free
      FROM event e CROSS JOIN LATERAL jsonb_array_elements(e.data -> 'messages') AS t(one)
      WHERE e.category = 2 AND e.type IN ('MessagesTraced', 'PresumptionOverturned')${eventsWithin(scope, 'e')}
    ), answered AS (
      -- The ids of an answer belong to the ordinals of its batch in order, without the skipped ones.
      SELECT e.shop_id, e.stream_key, e.stream_part, e.position, a.ordinal, a.id COLLATE "C" AS id, false AS free
      FROM event e JOIN range b USING (shop_id, stream_key, stream_part)
      CROSS JOIN LATERAL (
        SELECT o.ordinal, i.id
        FROM (
          SELECT ordinal, row_number() OVER (ORDER BY ordinal) AS nth
          FROM (SELECT generate_series(b.first, b.last) EXCEPT
                SELECT jsonb_array_elements_text(e.data -> 'skipped')::integer) AS kept(ordinal)
        ) o
        JOIN jsonb_array_elements_text(e.data -> 'ids') WITH ORDINALITY AS i(id, nth) USING (nth)
      ) a
      WHERE e.category = 2 AND e.type IN ('BatchAccepted', 'BatchPartlyAccepted')${eventsWithin(scope, 'e')}
    ), taken AS (
      -- Who was traced before the answer came keeps the id she has, and so does an id: the first of each counts.
      SELECT DISTINCT ON (id) * FROM (
        SELECT * FROM traced
        UNION ALL
        SELECT * FROM answered a WHERE NOT EXISTS (
          SELECT FROM traced t
          WHERE t.shop_id = a.shop_id AND t.stream_key = a.stream_key AND t.ordinal = a.ordinal)
      ) AS known
      ORDER BY id, position, ordinal
    ), paid AS (
      SELECT DISTINCT shop_id, stream_key, stream_part FROM event
      WHERE category = 2 AND type IN ('BatchAccepted', 'BatchPartlyAccepted', 'OutcomeResolved')${eventsWithin(scope)}
    ), reported AS (
      SELECT shop_id, stream_key, ordinal::integer AS ordinal, max(rank::smallint) AS rank,
             max(state) FILTER (WHERE rank::smallint >= 3) AS final,
             (array_agg(code ORDER BY position DESC))[1] AS code,
             ${last('at', 'position')} AS at
      FROM event e CROSS JOIN LATERAL ROWS FROM (
        jsonb_array_elements_text(e.data -> 'ordinals'), jsonb_array_elements_text(e.data -> 'ranks'),
        jsonb_array_elements_text(e.data -> 'states'), jsonb_array_elements_text(e.data -> 'codes'),
        jsonb_array_elements_text(e.data -> 'ats')) AS r(ordinal, rank, state, code, at)
      WHERE e.category = 6 AND e.type = 'DeliveryReported'${eventsWithin(scope, 'e')}
      GROUP BY shop_id, stream_key, ordinal::integer
    ), overdue AS (
      SELECT DISTINCT e.shop_id, e.stream_key, o.ordinal::integer AS ordinal
      FROM event e CROSS JOIN LATERAL jsonb_array_elements_text(e.data -> 'ordinals') AS o(ordinal)
      WHERE e.category = 6 AND e.type = 'ReportsOverdue'${eventsWithin(scope, 'e')}
    )
    SELECT t.shop_id, t.stream_key, t.ordinal, t.id, t.stream_part,
           CASE WHEN p.shop_id IS NULL OR t.free THEN 0 ELSE a.credits END, coalesce(r.rank, 0),
           coalesce(r.final, CASE WHEN o.ordinal IS NOT NULL THEN 'no_report' END, 'handed_over'), r.code,
           round(r.at::numeric, 3)
    FROM taken t
    JOIN recipient a ON a.shop_id = t.shop_id AND a.campaign_id = t.stream_key AND a.ordinal = t.ordinal
    LEFT JOIN paid p ON p.shop_id = t.shop_id AND p.stream_key = t.stream_key AND p.stream_part = t.stream_part
    LEFT JOIN reported r ON r.shop_id = t.shop_id AND r.stream_key = t.stream_key AND r.ordinal = t.ordinal
    LEFT JOIN overdue o ON o.shop_id = t.shop_id AND o.stream_key = t.stream_key AND o.ordinal = t.ordinal`,
};

/** Up to where its job has read: it may be behind, but it must be right. */
export const rebuiltCounts: RebuiltProjection = {
  name: 'campaign_count',
  key: ['campaign_id', 'state'],
  live: (scope) => `
    SELECT shop_id, campaign_id, state, count FROM campaign_count
    WHERE true${within(scope, 'shop_id', 'campaign_id')}`,
  rebuilt: (scope) => `
    SELECT e.shop_id, e.stream_key, m.key, sum(m.value::bigint)
    FROM event e
    JOIN projection p ON p.name = 'campaign_count' AND p.category = e.category AND e.position <= p.position
    CROSS JOIN LATERAL jsonb_each_text(e.data -> 'moved') AS m(key, value)
    WHERE e.category IN (1, 2, 6)${eventsWithin(scope, 'e')}
    GROUP BY e.shop_id, e.stream_key, m.key`,
};
