-- What the measurements of the pipeline asked for (test/bench/RESULTS.md).

-- Who must not be texted any more, by number: the check before each call looks the people of its batch up here when thousands
-- have changed since the freeze. Nearly all of them are not in it, and then no row of a contact is read.
CREATE INDEX contact_gone_phone ON contact (shop_id, phone) WHERE consent <> 'subscribed' OR erased_at IS NOT NULL;

-- Keeps the texts that Mitto took of one call, given as three lists of as many lines (an id of Mitto is visible ASCII); returns
-- how many are new. In all but a few calls all of them are, and ON CONFLICT looks into both indexes before each row, writes it
-- provisionally and confirms it: 27 ms for 3,740 rows instead of 15. So it is only asked for when somebody is known.
CREATE FUNCTION insert_messages(
  p_shop bigint, p_campaign bigint, p_batch integer, p_ids text, p_ordinals text, p_credits text)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_inserted integer;
BEGIN
  BEGIN
    INSERT INTO message (message_id, shop_id, campaign_id, ordinal, batch_no, credits)
    SELECT id, p_shop, p_campaign, ordinal, p_batch, credits
    FROM unnest(string_to_array(p_ids, E'\n'), string_to_array(p_ordinals, E'\n')::integer[],
                string_to_array(p_credits, E'\n')::smallint[]) AS t(id, ordinal, credits);
  EXCEPTION WHEN unique_violation THEN
    INSERT INTO message (message_id, shop_id, campaign_id, ordinal, batch_no, credits)
    SELECT id, p_shop, p_campaign, ordinal, p_batch, credits
    FROM unnest(string_to_array(p_ids, E'\n'), string_to_array(p_ordinals, E'\n')::integer[],
                string_to_array(p_credits, E'\n')::smallint[]) AS t(id, ordinal, credits)
    ON CONFLICT DO NOTHING;
  END;
  GET DIAGNOSTICS v_inserted = ROW_COUNT;
  RETURN v_inserted;
END $$;
