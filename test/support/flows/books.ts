import { afterAll, afterEach, expect } from 'vitest';
import { audit } from '../../../app/features/compliance/audit.server.ts';
import { verifyProjections } from '../../../app/features/compliance/rebuild-verify.server.ts';
import { creditBalanceIn } from '../../../app/features/credits/credit-balance.server.ts';
import {
  pool,
  type Queryable,
  type Transaction,
  withTransaction,
} from '../../../app/platform/database.server.ts';
import type { Campaign } from './campaign.ts';
import { drainJobs } from './jobs.ts';

type Counts = Record<string, number>;

/** How many recipients are in each state, as the view campaign_recipient says. */
export async function statesOf({ shopId, campaignId }: Campaign, db: Queryable = pool): Promise<Counts> {
  return counted(
    db,
    `SELECT status AS key, count(*) AS value FROM campaign_recipient WHERE shop_id = $1 AND campaign_id = $2
     GROUP BY status`,
    [shopId, campaignId],
  );
}

/** The same, folded afresh from every event that moved people. */
export async function foldedStatesOf(
  { shopId, campaignId }: Campaign,
  db: Queryable = pool,
): Promise<Counts> {
  return counted(
    db,
    `SELECT m.key, sum(m.value::bigint)::bigint AS value
     FROM event e CROSS JOIN LATERAL jsonb_each_text(e.data -> 'moved') AS m(key, value)
     WHERE e.shop_id = $1 AND e.stream_key = $2 AND e.category IN (1, 2, 6) GROUP BY m.key`,
    [shopId, campaignId],
  );
}

/** The page counters, a projection that may be behind. */
export async function projectedStatesOf(
  { shopId, campaignId }: Campaign,
  db: Queryable = pool,
): Promise<Counts> {
  return counted(
    db,
    'SELECT state AS key, count AS value FROM campaign_count WHERE shop_id = $1 AND campaign_id = $2',
    [shopId, campaignId],
  );
}

/** What a shop's credit events say, folded from the first one. */
async function foldedCreditsOf(
  db: Queryable,
  shopId: number,
): Promise<{ available: number; held: number; spent: number }> {
  const { rows } = await db.query<{ available: number; held: number; spent: number }>(
    `SELECT coalesce(sum(n * CASE type WHEN 'CreditsGranted' THEN 1 WHEN 'CreditsPurchased' THEN 1
                             WHEN 'CreditsHeld' THEN -1 WHEN 'CreditsReleased' THEN 1
                             WHEN 'CreditsRefunded' THEN 1 ELSE 0 END), 0)::bigint AS available,
            coalesce(sum(n * CASE type WHEN 'CreditsHeld' THEN 1 WHEN 'CreditsReleased' THEN -1
                             WHEN 'CreditsSpent' THEN -1 ELSE 0 END), 0)::bigint AS held,
            coalesce(sum(n * CASE type WHEN 'CreditsSpent' THEN 1 WHEN 'CreditsRefunded' THEN -1 ELSE 0 END), 0)::bigint
              AS spent
     FROM (SELECT type, (data ->> 'credits')::bigint AS n FROM event WHERE category = 3 AND shop_id = $1) facts`,
    [shopId],
  );
  return rows[0] ?? { available: 0, held: 0, spent: 0 };
}

/**
 * The promises that hold at every moment: credits balance in the accounts, the transfers, the statement and the events
 * (P3), and the people of every confirmed campaign add up to its audience, in the view and in the events (P2). Read in one
 * snapshot, because reports may be coming in meanwhile.
 */
export async function expectBooksToBalance(shopId: number): Promise<void> {
  await withTransaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await expectBalance(tx, shopId);
  });
}

/**
 * After each test of this file, when nothing moves any more: the books of its shop. After the last one the operator's own
 * checks, which look at every shop: what any test left behind is found, and named, there.
 */
export function checkBooksAfterEach(shopIdOf: () => number): void {
  afterEach(async () => {
    await drainJobs();
    await expectBooksToBalance(shopIdOf());
  });
  afterAll(expectAuditAndRebuildToPass);
}

/** The operator's own checks of the whole database: the audit, and every projection against its events. */
async function expectAuditAndRebuildToPass(): Promise<void> {
  const client = await pool.connect();
  expect(await audit(client).finally(() => client.release()), 'the audit').toEqual([]);
  expect(
    (await verifyProjections()).flatMap((check) => check.differences),
    'rebuilt from events',
  ).toEqual([]);
}

async function expectBalance(tx: Transaction, shopId: number): Promise<void> {
  const balance = await creditBalanceIn(tx, shopId, { lock: false });
  const { available, held, spent } = balance;
  expect(available + held + spent, 'purchased + granted = available + held + spent').toBe(
    balance.purchased + balance.granted,
  );
  expect(Math.min(available, held, spent), 'nothing is below zero').toBeGreaterThanOrEqual(0);
  expect(await foldedCreditsOf(tx, shopId), 'the credit events tell the same balance').toEqual({
    available,
    held,
    spent,
  });
  const { rows: open } = await tx.query<{ held: number }>(
    `SELECT coalesce(sum(amount), 0)::bigint AS held FROM credit_transfer t
     WHERE shop_id = $1 AND kind = 'pending'
       AND NOT EXISTS (SELECT FROM credit_transfer r WHERE r.shop_id = t.shop_id AND r.pending_id = t.id)`,
    [shopId],
  );
  expect(open[0]?.held, 'what is held is the sum of the open holds').toBe(held);

  const { rows: campaigns } = await tx.query<{ id: number; recipients: number; quoted: number }>(
    `SELECT id, recipient_count AS recipients, credits_quoted AS quoted FROM campaign
     WHERE shop_id = $1 AND confirmed_at IS NOT NULL`,
    [shopId],
  );
  for (const { id, recipients, quoted } of campaigns) {
    const campaign = { shopId, campaignId: id };
    const states = await statesOf(campaign, tx);
    expect(sum(states), `the recipients of campaign ${id} add up`).toBe(recipients);
    expect(await foldedStatesOf(campaign, tx), `the events of campaign ${id} tell the same states`).toEqual(
      states,
    );
    const money = await statementOf(campaign, tx);
    const { held: taken = 0, spent: paid = 0, released = 0, refunded = 0 } = money;
    expect(taken, 'held once, what was quoted').toBe(quoted);
    expect(paid + released, 'never more than the quote (P4)').toBeLessThanOrEqual(quoted);
    expect(refunded).toBeLessThanOrEqual(paid);
  }
}

/** A campaign's lines of the credit statement, by kind. */
export async function statementOf({ shopId, campaignId }: Campaign, db: Queryable = pool): Promise<Counts> {
  return counted(
    db,
    'SELECT kind AS key, amount AS value FROM credit_statement WHERE shop_id = $1 AND campaign_id = $2',
    [shopId, campaignId],
  );
}

async function counted(db: Queryable, text: string, values: unknown[]): Promise<Counts> {
  const { rows } = await db.query<{ key: string; value: number }>(text, values);
  return Object.fromEntries(rows.filter((row) => row.value !== 0).map((row) => [row.key, row.value]));
}

const sum = (counts: Counts): number => Object.values(counts).reduce((all, one) => all + one, 0);
