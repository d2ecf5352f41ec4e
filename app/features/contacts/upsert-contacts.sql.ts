/**
 * $1 the shop, $2 the contacts as a JSON array of rows.
 *
 * What Shopify says about a customer is taken when it is not older than what we have. Consent has its own clock: the
 * newer one wins, on a tie no wins, and one without a time wins only against none.
 *
 * DANGER: consent belongs to the number. When a newer row brings another number, a yes for the old number must not
 * reach the new one: then what Shopify says of the new number counts, even "never asked". A no is kept, because the
 * person said it.
 */
export const upsertContactsSql = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS g(
    shopify_id text, first_name text, last_name text, phone bigint, phone_problem text, phone_country text,
    consent text, consent_at timestamptz, locale text, tags text[], order_count integer, updated_at timestamptz)
)
INSERT INTO contact AS c (shop_id, shopify_id, first_name, last_name, phone, phone_problem, phone_country,
                          consent, consent_at, locale, tags, order_count, updated_at)
SELECT $1, shopify_id, first_name, last_name, phone, phone_problem, phone_country,
       consent, consent_at, locale, tags, order_count, updated_at
FROM given ORDER BY shopify_id
ON CONFLICT (shop_id, shopify_id) DO UPDATE SET
  (first_name, last_name, phone, phone_problem, phone_country, locale, tags, order_count, updated_at) =
    (SELECT EXCLUDED.first_name, EXCLUDED.last_name, EXCLUDED.phone, EXCLUDED.phone_problem, EXCLUDED.phone_country,
            EXCLUDED.locale, EXCLUDED.tags, EXCLUDED.order_count, EXCLUDED.updated_at
     WHERE EXCLUDED.updated_at >= c.updated_at
     UNION ALL
     SELECT c.first_name, c.last_name, c.phone, c.phone_problem, c.phone_country, c.locale, c.tags, c.order_count,
            c.updated_at
     WHERE EXCLUDED.updated_at < c.updated_at),
  (consent, consent_at) =
    (SELECT CASE WHEN wins THEN EXCLUDED.consent ELSE c.consent END,
            CASE WHEN wins THEN EXCLUDED.consent_at ELSE c.consent_at END
     FROM (SELECT CASE
       -- An older row with another number: its yes is not for the number that we have.
       WHEN EXCLUDED.phone IS DISTINCT FROM c.phone AND EXCLUDED.updated_at < c.updated_at
         THEN EXCLUDED.consent = 'unsubscribed' AND (EXCLUDED.consent_at >= c.consent_at OR c.consent_at IS NULL)
       WHEN EXCLUDED.consent_at > c.consent_at THEN true
       WHEN EXCLUDED.consent_at = c.consent_at THEN EXCLUDED.consent = 'unsubscribed'
       WHEN c.consent_at IS NULL THEN c.consent <> 'unsubscribed'
       -- Another number, and Shopify is not older: whatever was said of the old one is over, except a no.
       ELSE EXCLUDED.phone IS DISTINCT FROM c.phone AND EXCLUDED.updated_at >= c.updated_at
            AND c.consent <> 'unsubscribed'
     END AS wins) AS decision)
WHERE c.erased_at IS NULL
RETURNING id, shopify_id, consent, consent_at, updated_at`;
