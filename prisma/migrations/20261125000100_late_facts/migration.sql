-- Facts that come after a batch was resolved, and the merchant's explicit resend.

-- Texts that were presumed not sent, their credits released, and that turned out to have been sent after all
-- (PresumptionOverturned). Nobody paid for them: their messages have 0 credits for good.
ALTER TABLE send_batch ADD COLUMN overturned integer NOT NULL DEFAULT 0 CHECK (overturned >= 0);

-- Parked reports that name somebody of a resolved batch are looked for by campaign.
CREATE INDEX send_batch_resolved ON send_batch (campaign_id) WHERE status = 'resolved';

-- Reports name a campaign by its id alone.
CREATE INDEX campaign_by_id ON campaign (id);

-- Of a campaign that texts people of an earlier one again: which one, and how many of its recipients may already have
-- got the text, by what was known of them when the audience was frozen. Null: not such a campaign.
ALTER TABLE campaign ADD COLUMN resend jsonb;

-- Finds the campaigns that text a campaign's people again.
CREATE INDEX campaign_content_resend ON campaign_content (shop_id, ((audience ->> 'campaignId')::bigint))
  WHERE audience ->> 'kind' = 'unresolved';

-- The other campaigns that send one text to the same people: whom this one texts again, who texts this one's people
-- again, and so on from there.
CREATE FUNCTION resend_family(p_shop bigint, p_campaign bigint) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 1 AS $$
  WITH RECURSIVE family(id) AS (
    SELECT p_campaign
    UNION
    SELECT link.id FROM family f CROSS JOIN LATERAL (
      SELECT (c.audience ->> 'campaignId')::bigint AS id
      FROM campaign k
      JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
      WHERE k.shop_id = p_shop AND k.id = f.id AND c.audience ->> 'kind' = 'unresolved'
      UNION ALL
      SELECT k.id
      FROM campaign_content c
      JOIN campaign k ON k.shop_id = c.shop_id AND k.id = c.campaign_id AND k.content_version = c.version
      WHERE c.shop_id = p_shop AND c.audience ->> 'kind' = 'unresolved'
        AND (c.audience ->> 'campaignId')::bigint = f.id
    ) link
  )
  SELECT id FROM family WHERE id <> p_campaign
$$;

-- Whether another campaign of the family has texted this number, is texting it, or goes first. What one of them does not
-- know the end of does not count for a later one: texting those again is what a resend is for. It does count for an
-- earlier one, which must not send after the resend has.
CREATE FUNCTION texted_by_family(p_shop bigint, p_campaign bigint, p_phone bigint, p_family bigint[])
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM recipient p
    JOIN send_batch b ON b.shop_id = p.shop_id AND b.campaign_id = p.campaign_id AND b.batch_no = p.batch_no
    LEFT JOIN message m
      ON m.shop_id = p.shop_id AND m.campaign_id = p.campaign_id AND m.ordinal = p.ordinal
    WHERE p.shop_id = p_shop AND p.phone = p_phone AND p.campaign_id = ANY (p_family)
      AND (m.message_id IS NOT NULL
           OR p.campaign_id < p_campaign AND b.status IN ('ready', 'deferred', 'dispatching')
           OR p.campaign_id > p_campaign AND b.status IN ('dispatching', 'unknown'))
      AND NOT EXISTS (
        SELECT FROM recipient_omission o
        WHERE o.shop_id = p.shop_id AND o.campaign_id = p.campaign_id AND o.ordinal = p.ordinal))
$$;
