/**
 * $1 the shop, $2 the contacts as a JSON array of rows, $3 when Shopify was asked.
 *
 * What Shopify says about a customer is taken when it is not older than what we have. Consent has its own clock: the
 * newer one wins, on a tie no wins, and one without a time wins only against none. A row that would stay as it is is not
 * written: a reading of a million customers mostly meets what is known.
 *
 * DANGER: consent belongs to the number. When a newer row brings another number, a yes for the old number must not
 * reach the new one: then what Shopify says of the new number counts, even "never asked". A no is kept, because the
 * person said it.
 *
 * DANGER: a yes may be dated ahead, by a wrong clock or a slip. It counts from the moment it came, never against a no, and its
 * date is remembered, so that it does not become newer than a no on the day that it names. Clocks may differ by five minutes: a
 * yes of so near a future counts as said now when it is first told, and once only.
 *
 * DANGER: an export may have been begun before its customer was deleted. Only an answer to a later question brings somebody
 * back; until then nothing but a no is taken from it.
 */
export const upsertContactsSql = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS g(
    shopify_id text, first_name text, last_name text, phone bigint, phone_problem text, phone_country text,
    consent text, consent_at timestamptz, locale text, tags text[], order_count integer, last_order_at timestamptz,
    spent numeric, email_hmac text, fields jsonb, updated_at timestamptz)
), clock AS (
  SELECT date_trunc('milliseconds', now()) AS now
)
INSERT INTO contact AS c (shop_id, shopify_id, first_name, last_name, phone, phone_problem, phone_country,
                          consent, consent_at, yes_claimed_at, locale, tags, order_count, last_order_at, spent,
                          email_hmac, fields, updated_at)
SELECT $1, shopify_id, first_name, last_name, phone, phone_problem, phone_country,
       consent,
       CASE WHEN consent_at > clock.now THEN clock.now ELSE consent_at END,
       CASE WHEN consent = 'subscribed' AND consent_at > clock.now THEN consent_at END,
       locale, tags, order_count, last_order_at,
       -- What the column holds: a sum beyond it is a mistake at Shopify, and must not keep everybody else out.
       least(greatest(spent, -999999999999), 999999999999), decode(email_hmac, 'hex'), fields,
       updated_at
FROM given, clock ORDER BY shopify_id
ON CONFLICT (shop_id, shopify_id) DO UPDATE SET
  (first_name, last_name, phone, phone_problem, phone_country, locale, tags, order_count, last_order_at, spent,
   email_hmac, fields, updated_at) =
    (SELECT EXCLUDED.first_name, EXCLUDED.last_name, EXCLUDED.phone, EXCLUDED.phone_problem, EXCLUDED.phone_country,
            EXCLUDED.locale, EXCLUDED.tags, EXCLUDED.order_count, EXCLUDED.last_order_at, EXCLUDED.spent,
            EXCLUDED.email_hmac, EXCLUDED.fields, EXCLUDED.updated_at
     WHERE EXCLUDED.updated_at >= c.updated_at
     UNION ALL
     SELECT c.first_name, c.last_name, c.phone, c.phone_problem, c.phone_country, c.locale, c.tags, c.order_count,
            c.last_order_at, c.spent, c.email_hmac, c.fields, c.updated_at
     WHERE EXCLUDED.updated_at < c.updated_at),
  (consent, consent_at) =
    (SELECT CASE WHEN wins THEN EXCLUDED.consent ELSE c.consent END,
            CASE WHEN wins THEN EXCLUDED.consent_at ELSE c.consent_at END
     FROM (SELECT CASE
       -- The yes that we have was dated far ahead, so nobody knows when it was said: every no comes after it.
       WHEN EXCLUDED.consent = 'unsubscribed' AND c.consent <> 'unsubscribed'
         AND c.yes_claimed_at > c.consent_at + interval '5 minutes' THEN true
       -- A reply waits for the merchant: what the no is compared with is the yes that would be restored.
       WHEN EXCLUDED.consent = 'unsubscribed' AND c.consent = 'pending'
         AND EXISTS (SELECT FROM consent_question q
                     WHERE q.shop_id = c.shop_id AND q.contact_id = c.id AND q.asked_at = c.consent_at
                       AND (q.before_at <= EXCLUDED.consent_at OR q.before_at IS NULL)) THEN true
       -- A yes of the future: known already, or against a no or what may be one.
       WHEN EXCLUDED.consent = 'subscribed'
         AND (coalesce(EXCLUDED.yes_claimed_at, EXCLUDED.consent_at) <= c.yes_claimed_at
              OR (EXCLUDED.yes_claimed_at > now() + interval '5 minutes' AND c.consent IN ('unsubscribed', 'pending')))
         THEN false
       -- An older row with another number, whose yes is not for the number that we have; or one of before the deletion.
       WHEN (EXCLUDED.phone IS DISTINCT FROM c.phone AND EXCLUDED.updated_at < c.updated_at)
         OR c.deleted_at >= coalesce($3, now())
         THEN EXCLUDED.consent = 'unsubscribed' AND (EXCLUDED.consent_at >= c.consent_at OR c.consent_at IS NULL)
       WHEN EXCLUDED.consent_at > c.consent_at THEN true
       WHEN EXCLUDED.consent_at = c.consent_at THEN EXCLUDED.consent = 'unsubscribed'
       WHEN c.consent_at IS NULL THEN c.consent <> 'unsubscribed'
       -- Another number, and Shopify is not older: whatever was said of the old one is over, except a no.
       ELSE EXCLUDED.phone IS DISTINCT FROM c.phone AND EXCLUDED.updated_at >= c.updated_at
            AND c.consent <> 'unsubscribed'
     END AS wins) AS decision),
  yes_claimed_at = greatest(c.yes_claimed_at, EXCLUDED.yes_claimed_at),
  deleted_at = CASE WHEN c.deleted_at >= coalesce($3, now()) THEN c.deleted_at END
WHERE c.erased_at IS NULL
  AND (c.deleted_at < coalesce($3, now())
       OR (c.first_name, c.last_name, c.phone, c.phone_problem, c.phone_country, c.consent, c.consent_at, c.locale, c.tags,
           c.order_count, c.last_order_at, c.spent, c.email_hmac, c.fields, c.updated_at)
          IS DISTINCT FROM
          (EXCLUDED.first_name, EXCLUDED.last_name, EXCLUDED.phone, EXCLUDED.phone_problem, EXCLUDED.phone_country,
           EXCLUDED.consent, EXCLUDED.consent_at, EXCLUDED.locale, EXCLUDED.tags, EXCLUDED.order_count,
           EXCLUDED.last_order_at, EXCLUDED.spent, EXCLUDED.email_hmac, EXCLUDED.fields,
           EXCLUDED.updated_at))
RETURNING id, shopify_id, consent, consent_at, updated_at`;
