import { DateTime } from 'luxon';
import { type Discount, discountTitle } from '../../core/discounts/discount.ts';
import { pool } from '../../platform/database.server.ts';
import {
  createDiscount,
  deleteDiscount,
  findDiscount,
  type NewDiscount,
} from '../../platform/shopify/discount-calls.server.ts';
import { codesOf, type DiscountRow, readDiscount } from './discount-row.server.ts';
import { failed, type Step } from './make-step.ts';

/**
 * Makes the discount, with the code of recipient 1, which Shopify gives to one discount only. So it is looked for first:
 * an earlier run may have made it without learning of it. And of two runs that both make it, one is refused and finds
 * the other's.
 */
export async function createDiscountOnce(row: DiscountRow): Promise<Step> {
  const title = discountTitle(row.campaignName, row.campaignId);
  const [code] = await codesOf(row, [1]);
  if (code === undefined) {
    throw new Error('recipient 1 has no code');
  }
  const before = await findDiscount(row.shopDomain, code);
  if (before.kind !== 'answered') {
    return before;
  }
  if (before.data !== null) {
    return before.data.title === title ? await adopt(row, before.data.id) : failed('code_taken');
  }
  const made = await createDiscount(row.shopDomain, wantedDiscount(row, title, code));
  if (made.kind !== 'answered') {
    return made;
  }
  if (made.data.kind === 'created') {
    return await adopt(row, made.data.id);
  }
  if (!made.data.taken) {
    return failed('refused', made.data.codes);
  }
  const after = await findDiscount(row.shopDomain, code);
  if (after.kind !== 'answered') {
    return after;
  }
  return after.data?.title === title ? await adopt(row, after.data.id) : failed('code_taken');
}

/** The campaign's discount in Shopify; null when it has none (any more). */
export async function findOwnDiscount(row: DiscountRow) {
  const [code = ''] = await codesOf(row, [1]);
  const found = await findDiscount(row.shopDomain, code);
  if (found.kind !== 'answered') {
    return found;
  }
  const own = found.data?.title === discountTitle(row.campaignName, row.campaignId);
  return { kind: 'answered' as const, data: own ? (found.data?.id ?? null) : null };
}

async function adopt(row: DiscountRow, shopifyId: string): Promise<Step> {
  const { rowCount } = await pool.query(
    `UPDATE campaign_discount SET status = 'making', shopify_id = $4, made = 1, bulk_ids = '{}', moved_at = now()
     WHERE shop_id = $1 AND campaign_id = $2 AND status = 'planned' AND first_number = $3`,
    [row.shopId, row.campaignId, row.firstNumber, shopifyId],
  );
  if (rowCount === 0) {
    const now = await readDiscount(row.shopId, row.campaignId);
    if (now?.status === 'taking_back' || now?.status === 'taken_back') {
      // The campaign ended, and was tidied up, between our call and its answer.
      await deleteDiscount(row.shopDomain, shopifyId);
    }
  }
  return { kind: 'moved' };
}

function wantedDiscount(row: DiscountRow, title: string, code: string): NewDiscount {
  const { discount, timeZone } = row;
  return { title, code, startsAt: new Date(), endsAt: endOf(discount, timeZone), value: giftOf(discount) };
}

const giftOf = ({ kind, value }: Discount): NewDiscount['value'] =>
  kind === 'percentage' ? { percentage: value / 100 } : { amount: value.toFixed(2) };

/** The last second of its last day on the shop's clocks. */
const endOf = ({ endsOn }: Discount, zone: string): Date | null =>
  endsOn === null ? null : DateTime.fromISO(endsOn, { zone }).endOf('day').startOf('second').toJSDate();
