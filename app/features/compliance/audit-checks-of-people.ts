import type { AuditCheck } from './audit-check.ts';

/** People: one end and at most one text each, counts that add up, and nothing left of who was erased. */
export const auditChecksOfPeople: readonly AuditCheck[] = [
  {
    name: 'one_end_each',
    invariant: 0,
    promise: 'nobody is both with Mitto and left out, and nobody is in no batch or in two',
    sql: `
      SELECT m.shop_id, format('campaign-%s recipient %s', m.campaign_id, m.ordinal) AS what,
             'handed over or left out' AS expected, 'both' AS found
      FROM message m JOIN recipient_omission o
        ON o.shop_id = m.shop_id AND o.campaign_id = m.campaign_id AND o.ordinal = m.ordinal
      UNION ALL
      SELECT k.shop_id, format('campaign-%s', k.id), k.recipient_count::text,
             coalesce(sum(b.last_ordinal - b.first_ordinal + 1), 0)::text
      FROM campaign k LEFT JOIN send_batch b ON b.shop_id = k.shop_id AND b.campaign_id = k.id
      WHERE k.confirmed_at IS NOT NULL
      GROUP BY k.shop_id, k.id, k.recipient_count
      HAVING coalesce(sum(b.last_ordinal - b.first_ordinal + 1), 0) <> k.recipient_count`,
  },
  {
    name: 'one_text_each',
    invariant: 9,
    promise: 'nobody has two texts of one campaign, and every text is somebody’s',
    sql: `
      SELECT m.shop_id, format('campaign-%s contact %s', m.campaign_id, r.contact_id) AS what,
             'at most one text' AS expected, format('%s texts', count(*)) AS found
      FROM message m
      JOIN recipient r ON r.shop_id = m.shop_id AND r.campaign_id = m.campaign_id AND r.ordinal = m.ordinal
      GROUP BY m.shop_id, m.campaign_id, r.contact_id HAVING count(*) > 1
      UNION ALL
      SELECT m.shop_id, format('campaign-%s recipient %s', m.campaign_id, m.ordinal), 'a recipient', 'nobody'
      FROM message m
      LEFT JOIN recipient r ON r.shop_id = m.shop_id AND r.campaign_id = m.campaign_id AND r.ordinal = m.ordinal
      WHERE r.ordinal IS NULL`,
  },
  {
    name: 'counts_equal_events',
    invariant: 11,
    promise: 'the counts of a campaign are what its events say, and add up to its audience',
    sql: `
      WITH moved AS (
        SELECT e.shop_id, e.stream_key AS campaign_id, m.key AS state, sum(m.value::bigint) AS count
        FROM event e
        JOIN projection p ON p.name = 'campaign_count' AND p.category = e.category AND e.position <= p.position
        CROSS JOIN LATERAL jsonb_each_text(e.data -> 'moved') AS m(key, value)
        WHERE e.category IN (1, 2, 6) AND e.data ? 'moved'
        GROUP BY e.shop_id, e.stream_key, m.key
      )
      SELECT shop_id, format('campaign-%s %s', campaign_id, state) AS what, coalesce(m.count, 0)::text AS expected,
             coalesce(c.count, 0)::text AS found
      FROM moved m FULL JOIN campaign_count c USING (shop_id, campaign_id, state)
      WHERE coalesce(m.count, 0) <> coalesce(c.count, 0) OR coalesce(c.count, 0) < 0
      UNION ALL
      SELECT k.shop_id, format('campaign-%s', k.id), k.recipient_count::text, sum(c.count)::text
      FROM campaign k JOIN campaign_count c ON c.shop_id = k.shop_id AND c.campaign_id = k.id
      GROUP BY k.shop_id, k.id, k.recipient_count HAVING sum(c.count) <> k.recipient_count`,
  },
  {
    name: 'erased_is_empty',
    invariant: 0,
    promise: 'nothing personal is left of somebody who was erased',
    sql: `
      SELECT c.shop_id, format('contact-%s', c.id) AS what, 'nothing' AS expected, 'a name, number or tag' AS found
      FROM contact c
      WHERE c.erased_at IS NOT NULL
        AND (coalesce(c.first_name, c.last_name, c.locale, c.phone_country) IS NOT NULL OR c.phone IS NOT NULL
             OR c.tags <> '{}' OR c.fields <> '{}')
      UNION ALL
      SELECT r.shop_id, format('campaign-%s recipient %s', r.campaign_id, r.ordinal), 'nothing', 'a number or values'
      FROM recipient r JOIN contact c ON c.shop_id = r.shop_id AND c.id = r.contact_id
      WHERE c.erased_at IS NOT NULL AND (r.phone IS NOT NULL OR r.merge IS NOT NULL)
      UNION ALL
      SELECT r.shop_id, format('test campaign-%s recipient %s', r.campaign_id, r.ordinal), 'nothing', 'values'
      FROM campaign k
      JOIN campaign_content w ON w.shop_id = k.shop_id AND w.campaign_id = k.id AND w.version = k.content_version
      JOIN contact c ON c.shop_id = w.shop_id AND c.id = (w.audience ->> 'as')::bigint
      JOIN recipient r ON r.shop_id = k.shop_id AND r.campaign_id = k.id
      WHERE k.test_of IS NOT NULL AND c.erased_at IS NOT NULL AND r.merge IS NOT NULL`,
  },
];
