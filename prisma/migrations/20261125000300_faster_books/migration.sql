-- What the measurements of the book asked for (test/bench/RESULTS.md).

-- A final report makes a row some 25 bytes longer, and one page-full of room serves many reports in turn, because the
-- versions before are cleared away as soon as their commit is seen. Half of each page was kept free for that.
ALTER TABLE message SET (fillfactor = 70);

-- Every movement of a shop meets at its 'available' row, and two foreign keys made each of them lock that row and its
-- counterpart once more, as shared locks that an update must then wrap. Accounts are opened together and never deleted,
-- so their codes are all there is to check.
ALTER TABLE credit_transfer
  DROP CONSTRAINT credit_transfer_shop_id_debit_account_fkey,
  DROP CONSTRAINT credit_transfer_shop_id_credit_account_fkey,
  ADD CONSTRAINT credit_transfer_accounts CHECK (
    debit_account  IN ('available', 'purchased', 'granted', 'spent', 'adjusted') AND
    credit_account IN ('available', 'purchased', 'granted', 'spent', 'adjusted') AND debit_account <> credit_account);

-- Looks before it writes: the accounts of a shop are opened once and used for ever.
CREATE OR REPLACE FUNCTION credit_open(p_shop bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM credit_account WHERE shop_id = p_shop AND code = 'available';
  IF NOT FOUND THEN
    INSERT INTO credit_account (shop_id, code)
    SELECT p_shop, code FROM unnest(ARRAY['available', 'purchased', 'granted', 'spent', 'adjusted']) AS code
    ON CONFLICT DO NOTHING;
  END IF;
END $$;

DROP FUNCTION append_events(uuid, bytea, jsonb, smallint[], bigint[], bigint[], integer[], integer[], integer[], text[],
                            smallint[], jsonb[]);

-- Appends any number of events to any number of streams in one round trip.
--
-- Streams come as parallel arrays; expected[i] is the version that stream i must have, or null for "whatever it
-- is" (dense versions are given out all the same), or -1 for a stream without versions (category 6).
-- Events come in parallel; of_stream[j] is the 1-based index of the stream that event j belongs to. Their types come as
-- one text with commas between them and their data as one text, a line of JSON each (JSON has no line break inside): an
-- array of 5,000 jsonb costs as much to escape, parse and take apart as the events cost to insert (DECISIONS.md, 21).
--
-- Returns one row: result = 'appended' | 'repeated' | 'conflict' | 'command_reused', the last position, the new
-- versions in stream order (on a conflict: the versions found), and the outcome recorded for the command. Nothing
-- is written unless the result is 'appended', so the caller may go on in the same transaction.
--
-- DANGER: the lane locks (one per category) are held until COMMIT. They make position order the commit order, so
-- that a projector never skips a late event; call this last, and commit at once.
CREATE FUNCTION append_events(
  p_command_id uuid, p_input_hash bytea, p_outcome jsonb,
  p_categories smallint[], p_shops bigint[], p_keys bigint[], p_parts integer[], p_expected integer[],
  p_of_stream integer[], p_types text, p_schema_versions smallint[], p_data text,
  OUT result text, OUT last_position bigint, OUT versions integer[], OUT outcome jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  v_hash     bytea;
  v_lane     smallint;
  v_bases    integer[];
  v_conflict boolean;
BEGIN
  -- A block of its own, so that a conflict undoes what it wrote and leaves the caller's transaction usable.
  BEGIN
    IF p_command_id IS NOT NULL THEN
      -- Waits for a transaction that is inserting the same id, then sees what it left.
      INSERT INTO command (command_id, input_hash, outcome) VALUES (p_command_id, p_input_hash, p_outcome)
        ON CONFLICT (command_id) DO NOTHING;
      IF NOT FOUND THEN
        SELECT c.input_hash, c.outcome INTO v_hash, outcome FROM command c WHERE c.command_id = p_command_id;
        result := CASE WHEN v_hash = p_input_hash THEN 'repeated' ELSE 'command_reused' END;
        RETURN;
      END IF;
    END IF;

    -- Heads are locked in the order given; callers name streams in (category, shop, key, part) order, each once.
    WITH wanted AS (
      SELECT s.*, n.count
      FROM unnest(p_categories, p_shops, p_keys, p_parts, p_expected)
           WITH ORDINALITY AS s(category, shop_id, stream_key, stream_part, expected, ord)
      JOIN (SELECT of_stream, count(*)::integer AS count FROM unnest(p_of_stream) AS o(of_stream) GROUP BY of_stream) n
        ON n.of_stream = s.ord
    ), moved AS (
      INSERT INTO stream AS head (category, shop_id, stream_key, stream_part, version)
      SELECT category, shop_id, stream_key, stream_part, count FROM wanted
      WHERE expected IS DISTINCT FROM -1 ORDER BY ord
      ON CONFLICT (shop_id, category, stream_key, stream_part) DO UPDATE SET version = head.version + excluded.version
      RETURNING category, shop_id, stream_key, stream_part, version
    )
    SELECT array_agg(coalesce(m.version, w.count) - w.count ORDER BY w.ord),
           array_agg(coalesce(m.version, w.count) ORDER BY w.ord),
           coalesce(bool_or(w.expected <> m.version - w.count), false)
      INTO v_bases, versions, v_conflict
      FROM wanted w LEFT JOIN moved m USING (category, shop_id, stream_key, stream_part);
    IF v_conflict THEN
      RAISE EXCEPTION USING ERRCODE = 'SB409', MESSAGE = 'stream version conflict';
    END IF;
  EXCEPTION WHEN SQLSTATE 'SB409' THEN
    result := 'conflict';
    versions := v_bases;
    RETURN;
  END;

  FOR v_lane IN SELECT DISTINCT c FROM unnest(p_categories) AS c ORDER BY c LOOP
    PERFORM pg_advisory_xact_lock(1000, v_lane);
  END LOOP;

  -- Joined, not subscripted: reaching into an array that holds nulls walks it from its beginning, for every event.
  INSERT INTO event (category, position, shop_id, stream_key, stream_part, stream_version,
                     schema_version, type, data, command_id)
  SELECT category, nextval('event_position'), shop_id, stream_key, stream_part, stream_version,
         schema_version, type, data::jsonb, p_command_id
  FROM (
    SELECT s.category, s.shop_id, s.stream_key, s.stream_part, e.schema_version, e.type, e.data,
           CASE WHEN s.expected = -1 THEN NULL
                ELSE s.base + row_number() OVER (PARTITION BY e.of_stream ORDER BY e.ord) END AS stream_version
    FROM unnest(p_of_stream, string_to_array(p_types, ','), p_schema_versions, string_to_array(p_data, E'\n'))
         WITH ORDINALITY AS e(of_stream, type, schema_version, data, ord)
    JOIN unnest(p_categories, p_shops, p_keys, p_parts, p_expected, v_bases)
         WITH ORDINALITY AS s(category, shop_id, stream_key, stream_part, expected, base, ord)
      ON s.ord = e.of_stream
    ORDER BY e.ord
  ) given;

  last_position := CASE WHEN cardinality(p_of_stream) > 0 THEN currval('event_position') END;
  outcome := p_outcome;
  result := 'appended';
END $$;

-- Takes delivery reports, given as parallel arrays, in one round trip: advances each message whose rank they raise,
-- appends one DeliveryReported per campaign, keeps contradictions as DeliveryContradicted, and parks what belongs to no
-- message we know (a report can overtake our own commit).
--
-- The compare-and-set on the rank is what makes a report count once and a final state final; no unique index is needed.
-- The lane lock is taken first (the one exception to "last"): all writers of message.rank meet there, so two groups can
-- never wait for each other's rows crosswise.
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
  ), found AS (
    SELECT g.*, m.shop_id, m.campaign_id, m.ordinal, m.credits, m.rank AS old_rank, m.state AS old_state
    FROM given g JOIN message m ON m.message_id = g.id
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
