import type { AuditCheck } from './audit-check.ts';

/** Money: accounts, transfers, holds, and the events that tell of them. */
export const auditChecksOfCredits: readonly AuditCheck[] = [
  {
    name: 'double_entry',
    invariant: 1,
    promise: 'the debits of a shop equal its credits',
    sql: `
      SELECT shop_id, 'all accounts' AS what,
             sum(debits_posted + debits_pending)::text AS expected, sum(credits_posted + credits_pending)::text AS found
      FROM credit_account GROUP BY shop_id
      HAVING sum(debits_posted) <> sum(credits_posted) OR sum(debits_pending) <> sum(credits_pending)`,
  },
  {
    name: 'accounts_equal_transfers',
    invariant: 2,
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
    invariant: 3,
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
    invariant: 4,
    promise: 'no shop has less than nothing',
    sql: `
      SELECT shop_id, code AS what, 'at least 0' AS expected,
             (credits_posted - debits_posted - debits_pending)::text AS found
      FROM credit_account WHERE code = 'available' AND credits_posted - debits_posted - debits_pending < 0`,
  },
  {
    name: 'holds_resolved_once',
    invariant: 5,
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
    invariant: 6,
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
    invariant: 6,
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
    name: 'holds_end_somewhere',
    invariant: 6,
    promise:
      'what a campaign held is spent, released or still held, and it is paid back at most what it spent',
    sql: `
      WITH line AS (
        SELECT shop_id, campaign_id,
               coalesce(sum(amount) FILTER (WHERE kind = 'held'), 0)     AS held,
               coalesce(sum(amount) FILTER (WHERE kind = 'spent'), 0)    AS spent,
               coalesce(sum(amount) FILTER (WHERE kind = 'released'), 0) AS released,
               coalesce(sum(amount) FILTER (WHERE kind = 'refunded'), 0) AS refunded
        FROM credit_statement WHERE campaign_id IS NOT NULL GROUP BY shop_id, campaign_id
      ), open AS (
        SELECT h.shop_id, h.campaign_id, sum(h.amount) AS credits FROM credit_transfer h
        WHERE h.kind = 'pending' AND NOT EXISTS (
          SELECT FROM credit_transfer r
          WHERE r.shop_id = h.shop_id AND r.pending_id = h.id AND r.kind IN ('post', 'void'))
        GROUP BY h.shop_id, h.campaign_id
      )
      SELECT shop_id, format('campaign-%s', campaign_id) AS what,
             format('%s still held of %s', coalesce(l.held - l.spent - l.released, 0), coalesce(l.held, 0)) AS expected,
             format('%s still held, %s of %s spent paid back', coalesce(o.credits, 0), l.refunded, l.spent) AS found
      FROM line l FULL JOIN open o USING (shop_id, campaign_id)
      WHERE coalesce(l.held - l.spent - l.released, 0) <> coalesce(o.credits, 0) OR l.refunded > l.spent`,
  },
  {
    name: 'events_equal_transfers',
    invariant: 7,
    promise: 'the events of the credits streams tell the same sums as the transfers',
    sql: `
      WITH told AS (
        SELECT shop_id,
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsPurchased') AS purchase,
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsGranted')   AS "grant",
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsHeld')      AS hold,
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsSpent')     AS spend,
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsReleased')  AS release,
          sum((data ->> 'credits')::bigint) FILTER (WHERE type = 'CreditsRefunded')  AS refund
        FROM event WHERE category = 3 GROUP BY shop_id
      ), moved AS (
        SELECT t.shop_id, t.reason, t.kind, t.amount, h.amount AS held
        FROM credit_transfer t
        LEFT JOIN credit_transfer h ON h.shop_id = t.shop_id AND h.id = t.pending_id
        -- A hold that was split with its batch was taken once, as its halves: the batch has another hold since.
        LEFT JOIN send_batch b ON b.shop_id = t.shop_id AND b.campaign_id = t.campaign_id AND b.batch_no = t.batch_no
        WHERE NOT (t.kind = 'pending' AND b.hold_id <> t.id) AND NOT (t.kind = 'void' AND b.hold_id <> t.pending_id)
           OR b.hold_id IS NULL
      ), kept AS (
        SELECT shop_id,
          sum(amount) FILTER (WHERE reason = 'purchase')       AS purchase,
          sum(amount) FILTER (WHERE reason = 'grant')          AS "grant",
          sum(amount) FILTER (WHERE reason = 'hold')           AS hold,
          sum(amount) FILTER (WHERE reason = 'spend')          AS spend,
          sum(held - amount) FILTER (WHERE kind IN ('post', 'void')) AS release,
          sum(amount) FILTER (WHERE reason = 'refund')         AS refund
        FROM moved GROUP BY shop_id
      )
      SELECT shop_id, w.what, coalesce(w.told, 0)::text AS expected, coalesce(w.kept, 0)::text AS found
      FROM told FULL JOIN kept USING (shop_id)
      CROSS JOIN LATERAL (VALUES
        ('purchases', told.purchase, kept.purchase), ('grants', told."grant", kept."grant"),
        ('holds', told.hold, kept.hold), ('spends', told.spend, kept.spend), ('releases', told.release, kept.release),
        ('refunds', told.refund, kept.refund)
      ) AS w(what, told, kept)
      WHERE coalesce(w.told, 0) <> coalesce(w.kept, 0)`,
  },
  {
    name: 'purchases_equal_transfers',
    invariant: 7,
    promise:
      'every credit that was bought belongs to one charge of Shopify, and every paid charge has its credits',
    sql: `
      SELECT shop_id, format('purchase %s', coalesce(p.id::text, t.id::text)) AS what,
             format('%s credits by %s', coalesce(p.credits, 0), coalesce(p.shopify_id, 'no charge')) AS expected,
             format('%s credits', coalesce(t.amount, 0)) AS found
      FROM (
        SELECT shop_id, id, credits, shopify_id, md5('purchase:' || shopify_id)::uuid AS transfer
        FROM purchase WHERE status = 'credited'
      ) p
      FULL JOIN (
        SELECT shop_id, id AS transfer, id, amount FROM credit_transfer WHERE reason = 'purchase'
      ) t USING (shop_id, transfer)
      WHERE p.credits IS DISTINCT FROM t.amount`,
  },
];
