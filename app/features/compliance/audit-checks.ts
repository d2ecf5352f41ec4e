/**
 * The invariants of the books, as SQL. Each query returns one row per violation: shop_id (or null), `what` it is about
 * (a stream, an account, a batch), and what was expected and found. No rows: it holds.
 */
export type AuditCheck = { name: string; promise: string; sql: string };

export const auditChecks: readonly AuditCheck[] = [
  {
    name: 'double_entry',
    promise: 'the debits of a shop equal its credits',
    sql: `
      SELECT shop_id, 'all accounts' AS what,
             sum(debits_posted + debits_pending)::text AS expected, sum(credits_posted + credits_pending)::text AS found
      FROM credit_account GROUP BY shop_id
      HAVING sum(debits_posted) <> sum(credits_posted) OR sum(debits_pending) <> sum(credits_pending)`,
  },
  {
    name: 'accounts_equal_transfers',
    promise: 'each account is the sum of its transfers',
    sql: `
      WITH moved AS (
        SELECT shop_id, debit_account AS code, amount AS debit, 0 AS credit FROM credit_transfer
        WHERE kind IN ('posted', 'post')
        UNION ALL
        SELECT shop_id, credit_account, 0, amount FROM credit_transfer WHERE kind IN ('posted', 'post')
      ), summed AS (
        SELECT shop_id, code, sum(debit) AS debits, sum(credit) AS credits FROM moved GROUP BY shop_id, code
      )
      SELECT a.shop_id, a.code AS what,
             format('debits %s, credits %s', coalesce(s.debits, 0), coalesce(s.credits, 0)) AS expected,
             format('debits %s, credits %s', a.debits_posted, a.credits_posted) AS found
      FROM credit_account a LEFT JOIN summed s USING (shop_id, code)
      WHERE a.debits_posted <> coalesce(s.debits, 0) OR a.credits_posted <> coalesce(s.credits, 0)`,
  },
  {
    name: 'pending_equals_open_holds',
    promise: 'what is held is the sum of the holds that are not resolved',
    sql: `
      WITH open AS (
        SELECT h.shop_id, sum(h.amount) AS held FROM credit_transfer h
        WHERE h.kind = 'pending' AND NOT EXISTS (
          SELECT FROM credit_transfer r
          WHERE r.shop_id = h.shop_id AND r.pending_id = h.id AND r.kind IN ('post', 'void'))
        GROUP BY h.shop_id
      )
      SELECT a.shop_id, a.code AS what, coalesce(o.held, 0)::text AS expected,
             (a.debits_pending + a.credits_pending)::text AS found
      FROM credit_account a LEFT JOIN open o USING (shop_id)
      WHERE (a.code = 'available' AND a.debits_pending <> coalesce(o.held, 0))
         OR (a.code = 'spent' AND a.credits_pending <> coalesce(o.held, 0))`,
  },
  {
    name: 'never_below_zero',
    promise: 'no shop has less than nothing',
    sql: `
      SELECT shop_id, code AS what, 'at least 0' AS expected,
             (credits_posted - debits_posted - debits_pending)::text AS found
      FROM credit_account WHERE code = 'available' AND credits_posted - debits_posted - debits_pending < 0`,
  },
  {
    name: 'holds_resolved_once',
    promise: 'a hold is resolved at most once, for at most what it holds',
    sql: `
      SELECT h.shop_id, format('hold %s of campaign %s', h.id, h.campaign_id) AS what,
             format('one resolution of at most %s', h.amount) AS expected,
             format('%s resolutions, %s spent', count(*), sum(r.amount)) AS found
      FROM credit_transfer h
      JOIN credit_transfer r ON r.shop_id = h.shop_id AND r.pending_id = h.id AND r.kind IN ('post', 'void')
      WHERE h.kind = 'pending'
      GROUP BY h.shop_id, h.id, h.campaign_id, h.amount
      HAVING count(*) > 1 OR sum(r.amount) > h.amount`,
  },
  {
    name: 'spent_equals_accepted',
    promise: 'a campaign has spent what the texts that Mitto took cost',
    sql: `
      WITH spent AS (
        SELECT shop_id, campaign_id, sum(amount) AS credits FROM credit_transfer
        WHERE reason = 'spend' GROUP BY shop_id, campaign_id
      ), taken AS (
        SELECT m.shop_id, m.campaign_id, sum(m.credits) AS credits FROM message m GROUP BY m.shop_id, m.campaign_id
      )
      SELECT shop_id, format('campaign-%s', campaign_id) AS what, coalesce(t.credits, 0)::text AS expected,
             coalesce(s.credits, 0)::text AS found
      FROM taken t FULL JOIN spent s USING (shop_id, campaign_id)
      WHERE coalesce(t.credits, 0) <> coalesce(s.credits, 0)`,
  },
  {
    name: 'charged_at_most_quoted',
    promise: 'a campaign holds and spends at most what was quoted',
    sql: `
      SELECT k.shop_id, format('campaign-%s', k.id) AS what, format('at most %s', k.credits_quoted) AS expected,
             sum(t.amount)::text AS found
      FROM campaign k
      JOIN credit_transfer t ON t.shop_id = k.shop_id AND t.campaign_id = k.id
      WHERE t.reason = 'spend' OR (t.reason = 'hold' AND NOT EXISTS (
        SELECT FROM credit_transfer r WHERE r.shop_id = t.shop_id AND r.pending_id = t.id))
      GROUP BY k.shop_id, k.id, k.credits_quoted HAVING sum(t.amount) > k.credits_quoted`,
  },
  {
    name: 'events_equal_transfers',
    promise: 'the events of the credits streams tell the same sums as the transfers',
    sql: `
      WITH told AS (
        SELECT shop_id,
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsPurchased') AS purchase,
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsGranted')   AS "grant",
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsHeld')      AS hold,
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsSpent')     AS spend,
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsRefunded')  AS refund
        FROM event WHERE category = 3 GROUP BY shop_id
      ), kept AS (
        SELECT shop_id,
          sum(amount) FILTER (WHERE reason = 'purchase') AS purchase,
          sum(amount) FILTER (WHERE reason = 'grant')    AS "grant",
          -- A hold that was split with its batch was taken once.
          sum(amount) FILTER (WHERE reason = 'hold' AND NOT EXISTS (
            SELECT FROM credit_transfer v JOIN send_batch b
              ON b.shop_id = v.shop_id AND b.campaign_id = v.campaign_id AND b.batch_no = v.batch_no
            WHERE v.shop_id = t.shop_id AND v.pending_id = t.id AND v.kind = 'void' AND b.hold_id <> t.id)) AS hold,
          sum(amount) FILTER (WHERE reason = 'spend')    AS spend,
          sum(amount) FILTER (WHERE reason = 'refund')   AS refund
        FROM credit_transfer t GROUP BY shop_id
      )
      SELECT shop_id, w.what, coalesce(w.told, 0)::text AS expected, coalesce(w.kept, 0)::text AS found
      FROM told FULL JOIN kept USING (shop_id)
      CROSS JOIN LATERAL (VALUES
        ('purchases', told.purchase, kept.purchase), ('grants', told."grant", kept."grant"),
        ('holds', told.hold, kept.hold), ('spends', told.spend, kept.spend), ('refunds', told.refund, kept.refund)
      ) AS w(what, told, kept)
      WHERE coalesce(w.told, 0) <> coalesce(w.kept, 0)`,
  },
  {
    name: 'streams_dense',
    promise: 'the versions of a stream are 1 to n without a gap',
    sql: `
      SELECT e.shop_id, stream_name(e.category, e.shop_id, e.stream_key, e.stream_part) AS what,
             format('1 to %s', s.version) AS expected,
             format('%s events from %s to %s', count(*), min(e.stream_version), max(e.stream_version)) AS found
      FROM event e
      LEFT JOIN stream s ON s.shop_id = e.shop_id AND s.category = e.category
                        AND s.stream_key = e.stream_key AND s.stream_part = e.stream_part
      WHERE e.category <> 6
      GROUP BY e.category, e.shop_id, e.stream_key, e.stream_part, s.version
      HAVING min(e.stream_version) <> 1 OR max(e.stream_version) <> count(*) OR s.version IS DISTINCT FROM count(*)`,
  },
  {
    name: 'one_end_each',
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
    name: 'nothing_stuck',
    promise: 'no call is open past its deadline and the sweep',
    sql: `
      SELECT shop_id, format('send-%s-%s', campaign_id, batch_no) AS what,
             format('an outcome by %s', deadline + interval '60 seconds') AS expected, status AS found
      FROM send_batch WHERE status = 'dispatching' AND deadline < now() - interval '60 seconds'`,
  },
  {
    name: 'counts_equal_events',
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
    name: 'jobs_alive',
    promise: 'no job has used up its attempts',
    sql: `
      SELECT NULL::bigint AS shop_id, format('job %s (%s)', id, task_identifier) AS what,
             'attempts left' AS expected, format('%s of %s', attempts, max_attempts) AS found
      FROM graphile_worker.jobs WHERE attempts >= max_attempts AND locked_at IS NULL`,
  },
];
