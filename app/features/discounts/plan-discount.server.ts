import type { Queryable, Transaction } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';

type Frozen = { content: number; recipients: number };

/**
 * Gives the recipients of a frozen audience their codes, by taking the shop's next numbers: from now on every page can
 * show them. Nothing is made in Shopify. A campaign without a discount, or a test of one, gets none.
 */
export async function numberDiscount(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  { content, recipients }: Frozen,
): Promise<void> {
  await tx.query(
    "DELETE FROM campaign_discount WHERE shop_id = $1 AND campaign_id = $2 AND status = 'quoted'",
    [shopId, campaignId],
  );
  await tx.query(
    `WITH numbers AS (
       INSERT INTO discount_numbers AS n (shop_id, next)
       SELECT c.shop_id, $4::integer
       FROM campaign_content c JOIN campaign k ON k.shop_id = c.shop_id AND k.id = c.campaign_id
       WHERE c.shop_id = $1 AND c.campaign_id = $2 AND c.version = $3 AND c.discount IS NOT NULL
         AND k.test_of IS NULL
       ON CONFLICT (shop_id) DO UPDATE SET next = n.next + excluded.next
       RETURNING next - $4::integer AS first
     )
     INSERT INTO campaign_discount (shop_id, campaign_id, version, first_number, people)
     SELECT $1, $2, $3, first, $4::integer FROM numbers`,
    [shopId, campaignId, content, recipients],
  );
}

/**
 * Lets the codes of a campaign that is being confirmed be made. Until they are, `queueWave` and the claim hold every
 * batch. Does nothing for a campaign without a discount.
 */
export async function planDiscount(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  confirmed: Frozen,
): Promise<void> {
  if (!(await isNumbered(tx, shopId, campaignId, confirmed))) {
    await numberDiscount(tx, shopId, campaignId, confirmed);
  }
  const { rowCount } = await tx.query(
    `UPDATE campaign_discount SET status = 'planned', moved_at = now()
     WHERE shop_id = $1 AND campaign_id = $2 AND status = 'quoted'`,
    [shopId, campaignId],
  );
  if (rowCount === 1) {
    await askForCodes(tx, shopId, campaignId);
  }
}

async function isNumbered(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  { content, recipients }: Frozen,
): Promise<boolean> {
  const { rows } = await tx.query(
    `SELECT FROM campaign_discount
     WHERE shop_id = $1 AND campaign_id = $2 AND status = 'quoted' AND version = $3 AND people = $4`,
    [shopId, campaignId, content, recipients],
  );
  return rows.length > 0;
}

/**
 * Tries once more to make the codes of a campaign that the merchant resumes, when that had failed. Where a code was
 * taken, everybody gets another one: nobody has read hers yet, and all are of one length, so the quote stands.
 */
export async function retryDiscount(tx: Transaction, shopId: number, campaignId: number): Promise<void> {
  const { rowCount } = await tx.query(
    `WITH failed AS (
       SELECT people, problem FROM campaign_discount
       WHERE shop_id = $1 AND campaign_id = $2 AND status = 'failed'
       FOR UPDATE
     ), numbers AS (
       UPDATE discount_numbers n SET next = n.next + failed.people FROM failed
       WHERE n.shop_id = $1 AND failed.problem = 'code_taken'
       RETURNING n.next - failed.people AS first
     )
     UPDATE campaign_discount d SET
       status       = CASE WHEN failed.problem = 'no_access' AND d.shopify_id IS NOT NULL THEN 'making' ELSE 'planned' END,
       -- What may be gone in Shopify is looked for again, by its first code.
       shopify_id   = CASE WHEN failed.problem = 'no_access' THEN d.shopify_id END,
       made         = CASE WHEN failed.problem = 'no_access' THEN d.made ELSE 0 END,
       bulk_ids     = CASE WHEN failed.problem = 'no_access' THEN d.bulk_ids ELSE '{}' END,
       first_number = coalesce((SELECT first FROM numbers), d.first_number),
       problem      = NULL,
       moved_at     = now()
     FROM failed
     WHERE d.shop_id = $1 AND d.campaign_id = $2`,
    [shopId, campaignId],
  );
  if (rowCount === 1) {
    await askForCodes(tx, shopId, campaignId);
  }
}

/** Asks for the codes to be made, or for the making to go on; at once, or in so many milliseconds. */
export const askForCodes = (db: Queryable, shopId: number, campaignId: number, inMs = 0): Promise<void> =>
  enqueue(
    db,
    'make-discount-codes',
    { shopId, campaignId },
    { key: `discount-codes-${campaignId}`, runAt: new Date(Date.now() + inMs) },
  );
