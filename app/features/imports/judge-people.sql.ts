/**
 * What becomes of the people $3 (numbers) of the import $2 of the shop $1, beside what is known of their numbers; $4, $5, $6:
 * the suppressed ones among them, why and since when; $7 the list they join, or null. The check counts what this says, and the
 * import does it, so that both say the same.
 *
 * DANGER: a no never becomes a yes here. A number is silent when any record with it says no, one deleted in Shopify too, or
 * when it is suppressed, since whenever; then a yes of the file is not believed, whatever date stands beside it. "Not confirmed
 * yet" and "never" have a time of their own only if something was said: then the newer one counts.
 *
 * What Shopify says is never written over: only what is empty is filled, and tags are added.
 */
export const judgedPeople = `
  silenced AS (
    SELECT * FROM unnest($4::bigint[], $5::text[], $6::timestamptz[]) AS s(phone, reason, at)
  ),
  record AS MATERIALIZED (
    SELECT c.*, c.deleted_at IS NULL AS living
    FROM contact c
    WHERE c.shop_id = $1 AND c.phone = ANY ($3::bigint[]) AND c.erased_at IS NULL
  ),
  number AS (
    SELECT phone, bool_or(living) AS known, bool_or(consent = 'unsubscribed') AS said_no,
           max(consent_at) FILTER (WHERE consent = 'unsubscribed') AS no_at,
           bool_or(living AND consent = 'subscribed') AS said_yes
    FROM record GROUP BY phone
  ),
  person AS MATERIALIZED (
    SELECT p.*, s.reason AS silence, coalesce(n.known, false) AS known, coalesce(n.said_yes, false) AS said_yes,
           coalesce(n.said_no, false) OR s.reason IS NOT NULL AS silent, greatest(n.no_at, s.at) AS silent_since,
           -- A reply that may be a no waits for the merchant: a yes of before it must wait, too.
           EXISTS (SELECT FROM inbound_text t
                   WHERE t.shop_id = $1 AND t.phone = p.phone AND t.meaning = 'suspected_stop' AND t.decision IS NULL
                     AND (p.says_at IS NULL OR t.received_at >= p.says_at)) AS waits,
           -- She asked to be forgotten, and nothing newer is known of her.
           coalesce(s.reason = 'erased', false) AND NOT coalesce(n.known, false) AS erased
    FROM import_person p
    LEFT JOIN number n ON n.phone = p.phone
    LEFT JOIN silenced s ON s.phone = p.phone
    WHERE p.shop_id = $1 AND p.import_id = $2 AND p.phone = ANY ($3::bigint[])
  ),
  changed AS MATERIALIZED (
    SELECT *
    FROM (
      SELECT r.id, r.phone, r.consent AS consent_before, p.says_at,
             CASE
               WHEN p.says IS FALSE AND r.consent <> 'unsubscribed'
                    AND (p.says_at IS NULL OR r.consent_at IS NULL OR p.says_at >= r.consent_at
                         -- A yes that was dated far ahead (upsert-contacts.sql.ts): nobody knows when it was said.
                         OR r.yes_claimed_at > r.consent_at + interval '5 minutes'
                         -- A reply waits: what the no is compared with is the yes that would be restored.
                         OR (r.consent = 'pending' AND EXISTS (
                               SELECT FROM consent_question q
                               WHERE q.shop_id = $1 AND q.contact_id = r.id AND q.asked_at = r.consent_at
                                 AND (q.before_at <= p.says_at OR q.before_at IS NULL)))) THEN 'unsubscribed'
               WHEN p.says AND NOT p.silent AND NOT p.waits AND r.living AND r.consent IN ('never', 'pending')
                    AND (r.consent_at IS NULL OR p.says_at > r.consent_at) THEN 'subscribed'
               ELSE r.consent
             END AS consent,
             coalesce(r.first_name, p.first_name) AS first_name,
             coalesce(r.last_name, p.last_name) AS last_name,
             coalesce(r.locale, p.locale) AS locale,
             coalesce(r.email_hmac, p.email_hmac) AS email_hmac,
             r.tags || ARRAY(SELECT tag FROM unnest(p.tags) AS tag WHERE tag <> ALL (r.tags)) AS tags,
             r.living AND ((r.first_name IS NULL AND p.first_name IS NOT NULL)
               OR (r.last_name IS NULL AND p.last_name IS NOT NULL) OR (r.locale IS NULL AND p.locale IS NOT NULL)
               OR (r.email_hmac IS NULL AND p.email_hmac IS NOT NULL) OR NOT p.tags <@ r.tags) AS fills
      FROM record r JOIN person p ON p.phone = r.phone
    ) AS c
    WHERE fills OR consent <> consent_before
  ),
  verdict AS MATERIALIZED (
    SELECT p.phone, p.row_no, p.erased,
           p.said_yes AND NOT coalesce(c.opts_out, false) AS stays_in,
           p.silent AND NOT coalesce(c.opts_out, false) AND NOT p.said_yes AS stays_out,
           NOT p.known AND NOT p.erased AS adds,
           coalesce(c.fills, false) AS fills,
           coalesce(c.opts_in, false) OR (p.says AND NOT p.known AND NOT p.silent AND NOT p.waits) AS opts_in,
           coalesce(c.opts_out, false) OR (p.says IS FALSE AND NOT p.known AND NOT p.erased) AS opts_out,
           NOT p.erased AND $7::bigint IS NOT NULL AND NOT EXISTS (
             SELECT FROM record r
             JOIN contact_list_member m ON m.shop_id = $1 AND m.list_id = $7 AND m.contact_id = r.id
             WHERE r.phone = p.phone AND r.living) AS joins,
           CASE
             WHEN p.erased THEN 'erased'
             WHEN p.says AND p.silent AND NOT p.said_yes THEN 'stays_no'
             WHEN p.says AND p.known AND NOT p.silent AND NOT p.said_yes AND NOT coalesce(c.opts_in, false) THEN 'older_yes'
             WHEN p.says IS FALSE AND p.said_yes AND NOT coalesce(c.opts_out, false) THEN 'older_no'
           END AS note
    FROM person p
    LEFT JOIN (
      SELECT phone, bool_or(fills) AS fills,
             bool_or(consent = 'subscribed' AND consent_before <> 'subscribed') AS opts_in,
             bool_or(consent = 'unsubscribed' AND consent_before <> 'unsubscribed') AS opts_out
      FROM changed GROUP BY phone
    ) AS c ON c.phone = p.phone
  ),
  counted AS (
    SELECT count(*) AS people,
           count(*) FILTER (WHERE adds) AS added,
           count(*) FILTER (WHERE fills) AS filled,
           count(*) FILTER (WHERE NOT (adds OR fills OR opts_in OR opts_out OR joins OR erased)) AS same,
           count(*) FILTER (WHERE opts_in) AS opted_in,
           count(*) FILTER (WHERE opts_out) AS opted_out,
           count(*) FILTER (WHERE joins) AS joined,
           count(*) FILTER (WHERE stays_in) AS stays_in,
           count(*) FILTER (WHERE stays_out) AS stays_out,
           (SELECT coalesce(jsonb_object_agg(note, n), '{}') FROM (
              SELECT note, count(*) AS n FROM verdict WHERE note IS NOT NULL GROUP BY note) AS notes) AS reasons
    FROM verdict
  )`;

/** Counts what an import would do with the people, and notes who is not taken as her row says. */
export const foreseeSql = `
WITH ${judgedPeople},
noted AS (
  INSERT INTO import_problem (shop_id, import_id, reason, row_no, phone)
  -- Whoever asked to be forgotten is told by the row of the file alone.
  SELECT $1, $2, note, row_no, CASE WHEN note <> 'erased' THEN phone END FROM verdict WHERE note IS NOT NULL
)
SELECT to_jsonb(counted) AS counts FROM counted`;

/** What becomes of some of the people, by name: $3 are theirs. Changes nothing. */
export const exampleSql = `
WITH ${judgedPeople}
SELECT v.phone, p.row_no AS row, p.first_name, p.last_name,
       CASE WHEN v.erased THEN 'erased'
            WHEN v.opts_out THEN 'opts_out'
            WHEN v.opts_in THEN 'opts_in'
            WHEN v.stays_in THEN 'stays_in'
            WHEN v.stays_out THEN 'stays_out'
            ELSE 'never' END AS becomes
FROM verdict v JOIN person p ON p.phone = v.phone
ORDER BY p.row_no`;

/**
 * Does it, and gives beside the counts whose consent has changed. The caller has locked the contacts of the numbers, so none of
 * them is added twice.
 */
export const takeSql = `
WITH ${judgedPeople},
updated AS (
  UPDATE contact c SET
    first_name = n.first_name, last_name = n.last_name, locale = n.locale, email_hmac = n.email_hmac, tags = n.tags,
    consent = n.consent,
    consent_at = CASE
      WHEN n.consent = n.consent_before THEN c.consent_at
      WHEN n.consent = 'subscribed' THEN n.says_at
      ELSE greatest(c.consent_at, coalesce(n.says_at, now())) END
  FROM changed n
  WHERE c.shop_id = $1 AND c.id = n.id
  RETURNING c.id, n.consent_before, c.consent, c.consent_at
),
added AS (
  INSERT INTO contact (shop_id, first_name, last_name, phone, phone_country, locale, email_hmac, tags, consent, consent_at)
  SELECT $1, first_name, last_name, phone, phone_country, locale, email_hmac, tags,
         CASE WHEN says IS FALSE OR silent THEN 'unsubscribed' WHEN says AND NOT waits THEN 'subscribed' ELSE 'never' END,
         CASE WHEN says IS FALSE THEN greatest(silent_since, coalesce(says_at, now()))
              WHEN silent THEN silent_since
              WHEN says AND NOT waits THEN says_at END
  FROM person
  WHERE NOT known AND NOT erased
  ORDER BY phone
  RETURNING id, phone, consent, consent_at
),
joined AS (
  INSERT INTO contact_list_member (shop_id, list_id, contact_id)
  SELECT $1, $7, id
  FROM (SELECT id FROM record WHERE living UNION ALL SELECT id FROM added) AS everybody
  WHERE $7::bigint IS NOT NULL
  ON CONFLICT DO NOTHING
),
consents AS (
  SELECT id, consent, consent_at AS at, NULL::text AS suppressed FROM updated WHERE consent <> consent_before
  UNION ALL
  SELECT a.id, a.consent, a.consent_at, CASE WHEN p.says IS NOT FALSE THEN coalesce(p.silence, 'opted_out') END
  FROM added a JOIN person p ON p.phone = a.phone WHERE a.consent IN ('subscribed', 'unsubscribed')
)
SELECT to_jsonb(counted) AS counts,
       (SELECT coalesce(jsonb_agg(to_jsonb(consents)), '[]') FROM consents) AS consents,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('phone', phone, 'at', coalesce(says_at, now()))), '[]')
        FROM person WHERE says IS FALSE AND NOT erased) AS nos
FROM counted`;
