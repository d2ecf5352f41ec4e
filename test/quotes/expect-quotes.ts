import { expect } from 'vitest';
import { pool } from '../../app/platform/database.server.ts';
import type { QuoteWorld } from './quote-world.ts';
import { expectReviewToBeTrue } from './texts.ts';

/** A campaign's money, added up from the transfers, from the statement and from the texts. */
type Bill = {
  id: number;
  confirmed: boolean;
  quoted: number;
  /** A fingerprint of the frozen rows: who, where, how many parts, how many credits. */
  people: string;
  held: number;
  open: number;
  spent: number;
  released: number;
  allSpent: number;
  refunded: number;
  statedHeld: number;
  statedSpent: number;
  statedReleased: number;
  statedRefunded: number;
  textsCredits: number;
  failedCredits: number;
  /** Texts that were paid neither in full nor not at all. */
  oddTexts: number;
};

const BILLS = `
  WITH frozen AS (
    SELECT campaign_id,
           md5(string_agg(format('%s %s %s %s %s', ordinal, contact_id, country, parts, credits), ',' ORDER BY ordinal)) AS people
    FROM recipient WHERE shop_id = $1 GROUP BY campaign_id
  ), hold AS (
    -- The holds that batches have now: one that was split with its batch has halves instead.
    SELECT b.campaign_id,
           sum(h.amount)                                                       AS held,
           coalesce(sum(h.amount) FILTER (WHERE r.id IS NULL), 0)              AS open,
           coalesce(sum(r.amount), 0)                                          AS spent,
           coalesce(sum(h.amount - r.amount), 0)                               AS released
    FROM send_batch b
    JOIN credit_transfer h ON h.shop_id = b.shop_id AND h.id = b.hold_id
    LEFT JOIN credit_transfer r ON r.shop_id = h.shop_id AND r.pending_id = h.id
    WHERE b.shop_id = $1 GROUP BY b.campaign_id
  ), moved AS (
    SELECT campaign_id,
           coalesce(sum(amount) FILTER (WHERE reason = 'spend'), 0)            AS spent,
           coalesce(sum(amount) FILTER (WHERE reason = 'refund'), 0)           AS refunded
    FROM credit_transfer WHERE shop_id = $1 GROUP BY campaign_id
  ), stated AS (
    SELECT campaign_id,
           coalesce(sum(amount) FILTER (WHERE kind = 'held'), 0)               AS held,
           coalesce(sum(amount) FILTER (WHERE kind = 'spent'), 0)              AS spent,
           coalesce(sum(amount) FILTER (WHERE kind = 'released'), 0)           AS released,
           coalesce(sum(amount) FILTER (WHERE kind = 'refunded'), 0)           AS refunded
    FROM credit_statement WHERE shop_id = $1 GROUP BY campaign_id
  ), text AS (
    SELECT m.campaign_id,
           sum(m.credits)                                                      AS credits,
           coalesce(sum(m.credits) FILTER (WHERE m.state = 'failed'), 0)       AS failed,
           count(*) FILTER (WHERE m.credits NOT IN (0, r.credits))             AS odd
    FROM message m JOIN recipient r USING (shop_id, campaign_id, ordinal)
    WHERE m.shop_id = $1 GROUP BY m.campaign_id
  )
  SELECT k.id, k.confirmed_at IS NOT NULL AS confirmed, k.credits_quoted AS quoted, f.people,
         coalesce(h.held, 0)::bigint     AS held,           coalesce(h.open, 0)::bigint     AS open,
         coalesce(h.spent, 0)::bigint    AS spent,          coalesce(h.released, 0)::bigint AS released,
         coalesce(m.spent, 0)::bigint    AS "allSpent",     coalesce(m.refunded, 0)::bigint AS refunded,
         coalesce(s.held, 0)::bigint     AS "statedHeld",   coalesce(s.spent, 0)::bigint    AS "statedSpent",
         coalesce(s.released, 0)::bigint AS "statedReleased",
         coalesce(s.refunded, 0)::bigint AS "statedRefunded",
         coalesce(t.credits, 0)::bigint  AS "textsCredits", coalesce(t.failed, 0)::bigint   AS "failedCredits",
         coalesce(t.odd, 0)::integer     AS "oddTexts"
  FROM campaign k
  JOIN frozen f ON f.campaign_id = k.id
  LEFT JOIN hold h ON h.campaign_id = k.id
  LEFT JOIN moved m ON m.campaign_id = k.id
  LEFT JOIN stated s ON s.campaign_id = k.id
  LEFT JOIN text t ON t.campaign_id = k.id
  WHERE k.shop_id = $1 AND (k.status = 'quoted' OR k.confirmed_at IS NOT NULL)
  ORDER BY k.id`;

async function billsOf(shopId: number): Promise<Bill[]> {
  const { rows } = await pool.query<Bill>({ name: 'bills_of_quotes', text: BILLS, values: [shopId] });
  return rows;
}

/**
 * What holds after every step (P4): a review is true when it is made; once it is confirmed it stays as it is, and what the
 * campaign is charged is the quote less what is still held, was released and was refunded, each of them in a line of the
 * books. So it is never more than the quote.
 */
export async function expectQuotesToHold(world: QuoteWorld): Promise<void> {
  for (const bill of await billsOf(world.shopId)) {
    const before = world.promised.get(bill.id);
    if (bill.confirmed) {
      expectBillToHold(bill);
      expect({ credits: bill.quoted, people: bill.people }, `campaign ${bill.id}: as confirmed`).toEqual(
        before,
      );
    } else if (before?.people !== bill.people || before.credits !== bill.quoted) {
      await expectReviewToBeTrue(world, bill.id, bill.quoted);
      world.promised.set(bill.id, { credits: bill.quoted, people: bill.people });
    }
  }
}

function expectBillToHold(bill: Bill): void {
  const of = (what: string) => `campaign ${bill.id}: ${what}`;
  expect(bill.held, of('its batches hold what was quoted')).toBe(bill.quoted);
  const charged = bill.allSpent - bill.refunded;
  expect(charged, of('charged at most what was quoted')).toBeLessThanOrEqual(bill.quoted);
  expect(charged, of('charged = quoted - still held - released - refunded')).toBe(
    bill.quoted - bill.open - bill.released - bill.statedRefunded,
  );
  expect(
    {
      held: bill.statedHeld,
      spent: bill.statedSpent,
      released: bill.statedReleased,
      refunded: bill.statedRefunded,
    },
    of('the statement itemises its transfers'),
  ).toEqual({ held: bill.held, spent: bill.allSpent, released: bill.released, refunded: bill.refunded });
  expect(bill.allSpent, of('every spend ends a hold of its own')).toBe(bill.spent);
  expect(bill.allSpent, of('spent what the texts cost that were taken')).toBe(bill.textsCredits);
  expect(bill.refunded, of('refunded at most what failed')).toBeLessThanOrEqual(bill.failedCredits);
  expect(bill.oddTexts, of('each text is paid in full or not at all')).toBe(0);
}

export type Totals = { quoted: number; spent: number; released: number; refunded: number };

/** What holds at the end: nothing is held any more, and exactly the texts that failed are refunded. @returns the sums. */
export async function expectQuotesToBeSettled(world: QuoteWorld): Promise<Totals> {
  const totals = { quoted: 0, spent: 0, released: 0, refunded: 0 };
  for (const bill of (await billsOf(world.shopId)).filter(({ confirmed }) => confirmed)) {
    expect(bill.open, `campaign ${bill.id}: nothing is held any more`).toBe(0);
    expect(bill.refunded, `campaign ${bill.id}: refunded what failed`).toBe(bill.failedCredits);
    totals.quoted += bill.quoted;
    totals.spent += bill.spent;
    totals.released += bill.released;
    totals.refunded += bill.refunded;
  }
  return totals;
}
