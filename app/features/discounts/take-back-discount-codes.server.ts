import { sealedOf } from '../../core/discounts/discount-code.ts';
import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import type { Throttled } from '../../platform/shopify/admin-api.server.ts';
import { deleteCodes, deleteDiscount, listCodes } from '../../platform/shopify/discount-calls.server.ts';
import { findOwnDiscount } from './create-discount.server.ts';
import { type DiscountRow, readDiscount, sealedNumbersOf } from './discount-row.server.ts';

/** Pages of Shopify's list in one run of the job: then others have their turn. */
const PAGES_PER_RUN = 100;

type Answer = { kind: 'done' | 'no_access' | 'more' } | Throttled;

/**
 * Takes back, in Shopify, the codes of people who did not get the text. The sweep has found that the campaign has ended
 * and that no call of it is open, so nobody is texted or in doubt any more. Where nobody got it the whole discount goes. Goes through Shopify's list of codes, because only there are the ids
 * that a deletion needs; each page commits where it ended.
 */
export async function takeBackDiscountCodes(shopId: number, campaignId: number): Promise<void> {
  const row = await readDiscount(shopId, campaignId);
  if (row?.status !== 'taking_back') {
    return;
  }
  const result = await takeBack(row);
  if (result.kind === 'done' || result.kind === 'no_access') {
    await close(row, result.kind);
  } else {
    const waitMs = result.kind === 'throttled' ? result.waitMs : 0;
    await askToTakeBack(shopId, campaignId, waitMs);
  }
}

/** Asks for the codes to be taken back, or for that to go on. */
export const askToTakeBack = (shopId: number, campaignId: number, inMs = 0): Promise<void> =>
  enqueue(
    pool,
    'take-back-discount-codes',
    { shopId, campaignId },
    { key: `take-back-codes-${campaignId}`, runAt: new Date(Date.now() + inMs) },
  );

async function takeBack(row: DiscountRow): Promise<Answer> {
  const own =
    row.shopifyId === null ? await findOwnDiscount(row) : { kind: 'answered' as const, data: row.shopifyId };
  if (own.kind !== 'answered') {
    return own;
  }
  if (own.data === null) {
    return { kind: 'done' };
  }
  const untexted = await untextedOrdinals(row);
  if (untexted.length === 0) {
    return { kind: 'done' };
  }
  if (untexted.length === row.people) {
    const deleted = await deleteDiscount(row.shopDomain, own.data);
    return deleted.kind === 'answered' ? { kind: 'done' } : deleted;
  }
  return await walkCodes(row, own.data, new Set(await sealedNumbersOf(row, untexted)));
}

async function walkCodes(row: DiscountRow, discountId: string, unused: ReadonlySet<number>): Promise<Answer> {
  let cursor = row.listCursor;
  for (let pages = 0; pages < PAGES_PER_RUN; pages += 1) {
    const page = await listCodes(row.shopDomain, discountId, cursor);
    if (page.kind !== 'answered') {
      return page;
    }
    if (page.data === null) {
      return { kind: 'done' };
    }
    const ids = page.data.codes
      .filter(({ code }) => unused.has(sealedOf(row.discount.prefix, code) ?? -1))
      .map(({ id }) => id);
    if (ids.length > 0) {
      const deleted = await deleteCodes(row.shopDomain, discountId, ids);
      if (deleted.kind !== 'answered') {
        return deleted;
      }
      if (deleted.data.kind === 'refused') {
        // Of no harm to anybody: nobody has read these codes.
        const { shopId, campaignId } = row;
        log.warn(
          { shopId, campaignId, count: ids.length, shopifyCodes: deleted.data.codes },
          'codes not taken back',
        );
      }
    }
    if (page.data.next === null) {
      return { kind: 'done' };
    }
    cursor = page.data.next;
    await pool.query(
      'UPDATE campaign_discount SET list_cursor = $3, moved_at = now() WHERE shop_id = $1 AND campaign_id = $2',
      [row.shopId, row.campaignId, cursor],
    );
  }
  return { kind: 'more' };
}

async function untextedOrdinals({ shopId, campaignId }: DiscountRow): Promise<number[]> {
  const { rows } = await pool.query<{ ordinals: number[] }>(
    `SELECT coalesce(array_agg(ordinal), '{}') AS ordinals FROM campaign_recipient
     WHERE shop_id = $1 AND campaign_id = $2
       AND status IN ('left_out', 'refused', 'not_sent', 'presumed_not_sent')`,
    [shopId, campaignId],
  );
  return rows[0]?.ordinals ?? [];
}

async function close({ shopId, campaignId }: DiscountRow, how: 'done' | 'no_access'): Promise<void> {
  await pool.query(
    `UPDATE campaign_discount SET status = 'taken_back', list_cursor = NULL, bulk_ids = '{}',
       moved_at = now()
     WHERE shop_id = $1 AND campaign_id = $2`,
    [shopId, campaignId],
  );
  log.info({ shopId, campaignId, how }, 'discount codes of people who were not texted were taken back');
}
