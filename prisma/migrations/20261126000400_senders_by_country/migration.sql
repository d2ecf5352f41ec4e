-- Whom texts are from, where a country has a sender of its own.

-- ISO alpha-2 of a country and its sender; every other country has the sender beside it.
ALTER TABLE shop ADD COLUMN senders jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(senders) = 'object');
-- The shop's as they were when the words were saved: what was reviewed is what is sent.
ALTER TABLE campaign_content ADD COLUMN senders jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(senders) = 'object');

-- As before (20261124000000_book), but each recipient's sender is the one for her country.
CREATE OR REPLACE VIEW campaign_recipient AS
SELECT
  r.campaign_id * 2147483648 + r.ordinal                                  AS id,
  r.shop_id,
  r.campaign_id,
  r.ordinal,
  r.contact_id,
  '+' || r.phone                                                          AS phone_e164,
  CASE
    WHEN m.message_id IS NOT NULL THEN m.state
    WHEN o.ordinal IS NOT NULL    THEN o.state
    WHEN b.status IN ('planned', 'ready', 'deferred') THEN 'queued'
    WHEN b.status = 'dispatching' THEN 'sending'
    WHEN b.status = 'unknown'     THEN 'unknown'
    WHEN b.status = 'resolved'    THEN 'presumed_not_sent'
    WHEN b.status = 'rejected'    THEN 'refused'
    ELSE 'not_sent'
  END                                                                     AS status,
  m.message_id                                                            AS mitto_message_id,
  b.bulk_id,
  greatest(b.attempt - 1, 0)                                              AS retry_count,
  CASE WHEN m.message_id IS NOT NULL THEN b.intended_at END               AS sent_at,
  CASE WHEN m.state = 'delivered' THEN m.reported_at END                  AS delivered_at,
  coalesce(m.error, o.reason, b.reason)                                   AS error,
  m.word                                                                  AS delivery_status,
  coalesce(c.senders ->> r.country, c.sender)                             AS sender_number,
  r.parts,
  r.credits,
  r.country,
  b.batch_no                                                              AS batch,
  m.reported_at,
  r.merge
FROM recipient r
-- The batch number finds the batch of a recipient, the range of ordinals the recipients of a batch.
JOIN send_batch b       ON b.shop_id = r.shop_id AND b.campaign_id = r.campaign_id AND b.batch_no = r.batch_no
                       AND r.ordinal BETWEEN b.first_ordinal AND b.last_ordinal
JOIN campaign k         ON k.shop_id = r.shop_id AND k.id = r.campaign_id
JOIN campaign_content c ON c.shop_id = r.shop_id AND c.campaign_id = r.campaign_id AND c.version = k.content_version
LEFT JOIN message m            ON m.shop_id = r.shop_id AND m.campaign_id = r.campaign_id AND m.ordinal = r.ordinal
LEFT JOIN recipient_omission o ON o.shop_id = r.shop_id AND o.campaign_id = r.campaign_id AND o.ordinal = r.ordinal;
