import { pool } from '../../platform/database.server.ts';
import {
  addCodes,
  readFailedCodes,
  readImport,
  readOwners,
} from '../../platform/shopify/discount-calls.server.ts';
import { CODES_PER_IMPORT } from '../../platform/shopify/discount-queries.ts';
import { codesOf, type DiscountRow } from './discount-row.server.ts';
import { failed, type Step } from './make-step.ts';

/** Imports that Shopify has to do at a time: enough that it is never idle, few enough to be asked for again after a crash. */
export const IMPORTS_AT_ONCE = 8;

type Making = DiscountRow & { shopifyId: string };

/** Codes that are made or that an open import holds. */
export const codesAskedFor = ({ made, bulkIds, people }: DiscountRow): number =>
  Math.min(people, made + bulkIds.length * CODES_PER_IMPORT);

/**
 * Asks for the next codes. When the process dies between Shopify's answer and our commit, they are asked for again, and
 * `settleImport` finds that they are ours.
 */
export async function addNextCodes(row: Making): Promise<Step> {
  const from = codesAskedFor(row);
  const count = Math.min(CODES_PER_IMPORT, row.people - from);
  const codes = await codesOf(
    row,
    Array.from({ length: count }, (_, i) => from + 1 + i),
  );
  const added = await addCodes(row.shopDomain, row.shopifyId, codes);
  if (added.kind !== 'answered') {
    return added;
  }
  if (added.data.kind === 'refused') {
    return failed('refused', added.data.codes);
  }
  await pool.query(
    `UPDATE campaign_discount SET bulk_ids = bulk_ids || $5::text, moved_at = now()
     WHERE shop_id = $1 AND campaign_id = $2 AND status = 'making' AND made = $3 AND cardinality(bulk_ids) = $4`,
    [row.shopId, row.campaignId, row.made, row.bulkIds.length, added.data.importId],
  );
  return { kind: 'moved' };
}

/** Looks whether Shopify has done the oldest open import, and whether every code of it is in our discount. */
export async function settleImport(row: Making, importId: string): Promise<Step> {
  const asked = await readImport(row.shopDomain, importId);
  if (asked.kind !== 'answered') {
    return asked;
  }
  if (asked.data === null) {
    // Shopify has forgotten it. Asking for its codes again is harmless: those that were imported are ours.
    await pool.query(
      `UPDATE campaign_discount SET bulk_ids = '{}', moved_at = now()
       WHERE shop_id = $1 AND campaign_id = $2 AND bulk_ids[1] = $3`,
      [row.shopId, row.campaignId, importId],
    );
    return { kind: 'wait' };
  }
  if (!asked.data.done) {
    await pool.query(
      'UPDATE campaign_discount SET moved_at = now() WHERE shop_id = $1 AND campaign_id = $2',
      [row.shopId, row.campaignId],
    );
    return { kind: 'wait' };
  }
  const judged = asked.data.failedCount === 0 ? undefined : await judgeFailed(row, importId);
  if (judged !== undefined) {
    return judged;
  }
  await pool.query(
    `UPDATE campaign_discount SET made = least(people, made + $5), bulk_ids = bulk_ids[2:], moved_at = now()
     WHERE shop_id = $1 AND campaign_id = $2 AND made = $3 AND bulk_ids[1] = $4`,
    [row.shopId, row.campaignId, row.made, importId, CODES_PER_IMPORT],
  );
  return { kind: 'moved' };
}

/** Codes fail when they are there already. If they are there by us, all is well: undefined. */
async function judgeFailed(row: Making, importId: string): Promise<Step | undefined> {
  const codes = await readFailedCodes(row.shopDomain, importId);
  if (codes.kind !== 'answered') {
    return codes;
  }
  const owners = await readOwners(row.shopDomain, codes.data);
  if (owners.kind !== 'answered') {
    return owners;
  }
  if (owners.data.some((owner) => owner !== null && owner !== row.shopifyId)) {
    return failed('code_taken');
  }
  return owners.data.includes(null) ? failed('refused') : undefined;
}
