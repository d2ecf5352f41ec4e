-- The last ordinal of the batch that Mitto was asked for, so that the next round goes on behind it; -1 at the beginning.
ALTER TABLE send_batch ADD COLUMN asked_ordinal integer NOT NULL DEFAULT -1;

-- As before, but parked reports about the same texts are heard first: of two final words the first that came stands.
CREATE OR REPLACE FUNCTION record_delivery_reports(
  p_ids text[], p_campaigns bigint[], p_ordinals integer[], p_ranks smallint[], p_states text[], p_words text[],
  p_codes text[], p_errors text[], p_ats timestamptz[],
  OUT applied integer, OUT parked integer, OUT contradicted integer)
LANGUAGE plpgsql AS $$
DECLARE
  v_types  text[];
  v_shops  bigint[];
  v_keys   bigint[];
  v_data   jsonb[];
BEGIN
  PERFORM pg_advisory_xact_lock(1000, 6);

  WITH given AS (
    SELECT * FROM unnest(p_ids, p_campaigns, p_ordinals, p_ranks, p_states, p_words, p_codes, p_errors, p_ats)
      WITH ORDINALITY AS g(id, named_campaign, named_ordinal, rank, state, word, code, error, at, nth)
  ), waiting AS (
    -- What was said earlier about texts that end here and is still parked comes first: a final word that overtook our
    -- commit is not overtaken by the next one.
    DELETE FROM parked_report p USING message m
    WHERE m.message_id = p.message_id AND p.message_id IN (SELECT id FROM given WHERE rank >= 3)
    RETURNING p.*
  ), heard AS (
    SELECT * FROM given
    UNION ALL
    SELECT message_id, campaign_id, ordinal, rank, state, word, code, error, coalesce(occurred_at, received_at),
           row_number() OVER (ORDER BY id) - (SELECT count(*) FROM waiting)
    FROM waiting
  ), found AS (
    SELECT g.*, m.shop_id, m.campaign_id, m.ordinal, m.credits, m.rank AS old_rank, m.state AS old_state
    FROM heard g JOIN message m ON m.message_id = g.id
  ), best AS (
    -- Of several reports about one text in this group, the first of the highest rank counts. A word that nobody knows
    -- (rank 0) is kept while the end is open, and raises nothing.
    SELECT DISTINCT ON (id) * FROM found
    WHERE rank > old_rank OR (rank = 0 AND old_rank < 3)
    ORDER BY id, rank DESC, nth
  ), advanced AS (
    UPDATE message m SET
      rank        = greatest(m.rank, b.rank),
      state       = CASE WHEN b.rank >= 3 THEN b.state ELSE m.state END,
      word        = b.word,
      code        = b.code,
      error       = CASE WHEN b.state = 'failed' THEN coalesce(b.error, b.word) END,
      reported_at = b.at
    FROM best b WHERE m.message_id = b.id
    RETURNING b.*
  ), opposed AS (
    -- A final report that says something else than the final one that counted, from an earlier group or this one.
    SELECT f.* FROM found f LEFT JOIN best b ON b.id = f.id
    WHERE f.rank >= 3
      AND f.state IS DISTINCT FROM CASE WHEN f.old_rank >= 3 THEN f.old_state ELSE b.state END
  ), unmatched AS (
    INSERT INTO parked_report (message_id, campaign_id, ordinal, rank, state, word, code, error, occurred_at)
    SELECT g.id, g.named_campaign, g.named_ordinal, g.rank, g.state, g.word, g.code, g.error, g.at
    FROM given g WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.message_id = g.id)
    RETURNING 1
  ), facts AS (
    SELECT 'DeliveryReported' AS type, shop_id, campaign_id, jsonb_build_object(
        'ordinals', jsonb_agg(ordinal ORDER BY nth),
        'states',   jsonb_agg(CASE WHEN rank >= 3 THEN state ELSE 'handed_over' END ORDER BY nth),
        'ranks',    jsonb_agg(rank ORDER BY nth),
        'codes',    jsonb_agg(code ORDER BY nth),
        'ats',      jsonb_agg(round(extract(epoch FROM at), 3) ORDER BY nth),
        'refund',   coalesce(sum(credits) FILTER (WHERE state = 'failed' AND rank >= 3), 0),
        'failed',   count(*) FILTER (WHERE state = 'failed' AND rank >= 3),
        'moved',    jsonb_strip_nulls(jsonb_build_object(
          'handed_over', nullif(-count(*) FILTER (WHERE rank >= 3 AND old_state = 'handed_over'), 0),
          'no_report',   nullif(-count(*) FILTER (WHERE rank >= 3 AND old_state = 'no_report'), 0),
          'delivered',   nullif( count(*) FILTER (WHERE rank >= 3 AND state = 'delivered'), 0),
          'failed',      nullif( count(*) FILTER (WHERE rank >= 3 AND state = 'failed'), 0)))) AS data,
      count(*) AS n
    FROM advanced GROUP BY shop_id, campaign_id
    UNION ALL
    SELECT 'DeliveryContradicted', shop_id, campaign_id, jsonb_build_object(
        'ordinals', jsonb_agg(ordinal ORDER BY nth),
        'states',   jsonb_agg(state ORDER BY nth),
        'codes',    jsonb_agg(code ORDER BY nth)),
      count(*)
    FROM opposed GROUP BY shop_id, campaign_id
  )
  SELECT array_agg(type), array_agg(shop_id), array_agg(campaign_id), array_agg(data),
         coalesce(sum(n) FILTER (WHERE type = 'DeliveryReported'), 0),
         coalesce(sum(n) FILTER (WHERE type = 'DeliveryContradicted'), 0),
         (SELECT count(*) FROM unmatched)
  INTO v_types, v_shops, v_keys, v_data, applied, contradicted, parked
  FROM facts;

  IF v_types IS NOT NULL THEN
    PERFORM append_events(NULL, NULL, NULL,
      array_fill(6::smallint, ARRAY[cardinality(v_types)]), v_shops, v_keys,
      array_fill(0, ARRAY[cardinality(v_types)]), array_fill(-1, ARRAY[cardinality(v_types)]),
      (SELECT array_agg(i) FROM generate_subscripts(v_types, 1) AS i), array_to_string(v_types, ','),
      array_fill(1::smallint, ARRAY[cardinality(v_types)]), array_to_string(v_data, E'\n'));
  END IF;
END $$;
