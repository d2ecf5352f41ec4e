-- The four movements of credits. Each locks the shop's 'available' row first and alone decides by it, so movements of
-- one shop are serial and two campaigns can never hold the same credit.

CREATE FUNCTION credit_open(p_shop bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO credit_account (shop_id, code)
  SELECT p_shop, code FROM unnest(ARRAY['available', 'purchased', 'granted', 'spent', 'adjusted']) AS code
  ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION credit_statement_add(p_shop bigint, p_kind text, p_campaign bigint, p_amount bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF p_amount = 0 THEN
    RETURN;
  END IF;
  INSERT INTO credit_statement AS s (shop_id, kind, campaign_id, amount) VALUES (p_shop, p_kind, p_campaign, p_amount)
    ON CONFLICT (shop_id, campaign_id, kind) WHERE campaign_id IS NOT NULL
    DO UPDATE SET amount = s.amount + excluded.amount, at = now();
END $$;

-- Credits come in (purchase, grant) or go back to the shop (refund). The id says what happened, so the same purchase
-- twice is one: returns false when it was there already.
CREATE FUNCTION credit_receive(p_shop bigint, p_id uuid, p_reason text, p_amount bigint, p_campaign bigint)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_from text := CASE p_reason WHEN 'purchase' THEN 'purchased' WHEN 'grant' THEN 'granted' WHEN 'refund' THEN 'spent' END;
  v_kind text := CASE p_reason WHEN 'purchase' THEN 'purchased' WHEN 'grant' THEN 'granted' WHEN 'refund' THEN 'refunded' END;
BEGIN
  PERFORM credit_open(p_shop);
  PERFORM 1 FROM credit_account WHERE shop_id = p_shop AND code = 'available' FOR UPDATE;
  INSERT INTO credit_transfer (shop_id, id, kind, debit_account, credit_account, amount, reason, campaign_id)
    VALUES (p_shop, p_id, 'posted', v_from, 'available', p_amount, p_reason, p_campaign)
    ON CONFLICT (shop_id, id) DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE credit_account SET
    credits_posted = credits_posted + CASE code WHEN 'available' THEN p_amount ELSE 0 END,
    debits_posted  = debits_posted  + CASE code WHEN v_from      THEN p_amount ELSE 0 END
  WHERE shop_id = p_shop AND code IN ('available', v_from);
  PERFORM credit_statement_add(p_shop, v_kind, p_campaign, p_amount);
  RETURN true;
END $$;

-- Holds what the batches of a campaign can cost at most: one pending transfer per batch, one change of the account.
-- Returns the total held, or null (and changes nothing) when the shop has less available.
CREATE FUNCTION credit_hold(p_shop bigint, p_campaign bigint, p_first_batch integer)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_total bigint;
BEGIN
  SELECT coalesce(sum(credits), 0) INTO v_total FROM send_batch
    WHERE shop_id = p_shop AND campaign_id = p_campaign AND batch_no >= p_first_batch;
  PERFORM credit_open(p_shop);
  UPDATE credit_account SET debits_pending = debits_pending + v_total
    WHERE shop_id = p_shop AND code = 'available' AND credits_posted - debits_posted - debits_pending >= v_total;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  UPDATE credit_account SET credits_pending = credits_pending + v_total WHERE shop_id = p_shop AND code = 'spent';

  INSERT INTO credit_transfer (shop_id, id, kind, debit_account, credit_account, amount, reason, campaign_id, batch_no)
    SELECT shop_id, hold_id, 'pending', 'available', 'spent', credits, 'hold', campaign_id, batch_no
    FROM send_batch WHERE shop_id = p_shop AND campaign_id = p_campaign AND batch_no >= p_first_batch;
  PERFORM credit_statement_add(p_shop, 'held', p_campaign, v_total);
  RETURN v_total;
END $$;

-- Resolves holds of one campaign, each once: spend[i] of hold[i] is spent (0 releases it whole), the rest is free again.
-- Returns what was spent and what came back.
--
-- Raises when a hold is not there, was resolved before, or is smaller than what should be spent: the caller holds the
-- batch row and its status, so each of these is our mistake and the transaction must not go on.
CREATE FUNCTION credit_resolve(p_shop bigint, p_campaign bigint, p_holds uuid[], p_spend bigint[],
                               OUT spent bigint, OUT released bigint)
LANGUAGE plpgsql AS $$
DECLARE
  v_found integer;
  v_held  bigint;
BEGIN
  PERFORM 1 FROM credit_account WHERE shop_id = p_shop AND code = 'available' FOR UPDATE;

  WITH given AS (
    SELECT hold_id, spend FROM unnest(p_holds, p_spend) AS g(hold_id, spend)
  ), hold AS (
    SELECT t.*, g.spend FROM credit_transfer t JOIN given g ON g.hold_id = t.id
    WHERE t.shop_id = p_shop AND t.campaign_id = p_campaign AND t.kind = 'pending' AND g.spend <= t.amount
  ), resolved AS (
    INSERT INTO credit_transfer (shop_id, id, kind, debit_account, credit_account, amount, reason, pending_id,
                                 campaign_id, batch_no)
    SELECT shop_id, md5('resolve:' || id)::uuid, CASE WHEN spend > 0 THEN 'post' ELSE 'void' END,
           debit_account, credit_account, spend, CASE WHEN spend > 0 THEN 'spend' ELSE 'release' END, id,
           campaign_id, batch_no
    FROM hold
  )
  SELECT count(*), coalesce(sum(amount), 0), coalesce(sum(spend), 0) INTO v_found, v_held, spent FROM hold;

  IF v_found <> cardinality(p_holds) THEN
    RAISE EXCEPTION 'a hold of campaign % is missing or smaller than what should be spent', p_campaign;
  END IF;
  released := v_held - spent;

  UPDATE credit_account SET
    debits_pending  = debits_pending  - CASE code WHEN 'available' THEN v_held ELSE 0 END,
    debits_posted   = debits_posted   + CASE code WHEN 'available' THEN spent  ELSE 0 END,
    credits_pending = credits_pending - CASE code WHEN 'spent'     THEN v_held ELSE 0 END,
    credits_posted  = credits_posted  + CASE code WHEN 'spent'     THEN spent  ELSE 0 END
  WHERE shop_id = p_shop AND code IN ('available', 'spent');

  PERFORM credit_statement_add(p_shop, 'spent', p_campaign, spent);
  PERFORM credit_statement_add(p_shop, 'released', p_campaign, released);
END $$;

-- A batch was halved: its hold is released and one hold for each half taken, in the same breath, so that the balance
-- never shows a difference.
CREATE FUNCTION credit_split(p_shop bigint, p_campaign bigint, p_hold uuid, p_batches integer[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_amount bigint;
  v_halves bigint;
BEGIN
  PERFORM 1 FROM credit_account WHERE shop_id = p_shop AND code = 'available' FOR UPDATE;
  SELECT amount INTO STRICT v_amount FROM credit_transfer
    WHERE shop_id = p_shop AND id = p_hold AND kind = 'pending';
  INSERT INTO credit_transfer (shop_id, id, kind, debit_account, credit_account, amount, reason, pending_id,
                               campaign_id, batch_no)
    SELECT shop_id, md5('resolve:' || id)::uuid, 'void', debit_account, credit_account, 0, 'release', id, campaign_id,
           batch_no
    FROM credit_transfer WHERE shop_id = p_shop AND id = p_hold;
  WITH held AS (
    INSERT INTO credit_transfer (shop_id, id, kind, debit_account, credit_account, amount, reason, campaign_id, batch_no)
    SELECT shop_id, hold_id, 'pending', 'available', 'spent', credits, 'hold', campaign_id, batch_no
    FROM send_batch WHERE shop_id = p_shop AND campaign_id = p_campaign AND batch_no = ANY (p_batches)
    RETURNING amount
  )
  SELECT sum(amount) INTO v_halves FROM held;
  IF v_halves <> v_amount THEN
    RAISE EXCEPTION 'the halves of a batch hold % credits, the whole held %', v_halves, v_amount;
  END IF;
END $$;
