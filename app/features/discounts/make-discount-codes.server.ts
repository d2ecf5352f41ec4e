import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { addNextCodes, codesAskedFor, IMPORTS_AT_ONCE, settleImport } from './add-discount-codes.server.ts';
import { createDiscountOnce } from './create-discount.server.ts';
import { type DiscountRow, readDiscount } from './discount-row.server.ts';
import { failDiscount } from './fail-discount.server.ts';
import { finishDiscount } from './finish-discount.server.ts';
import type { Step } from './make-step.ts';
import { askForCodes } from './plan-discount.server.ts';

/** Calls to Shopify in one run of the job: then others have their turn. */
const STEPS_PER_RUN = 100;
/** How soon to look again at an import that Shopify works at. */
const LOOK_AGAIN_MS = 1_000;

const wanting: readonly CampaignStatus[] = ['scheduled', 'sending', 'paused'];

/**
 * Makes the discount of a confirmed campaign in Shopify, and everybody's code in it, and lets the campaign go when
 * Shopify has confirmed the last one. Each step commits where it ended, so a run after a crash goes on from there; a
 * step that Shopify took and we never heard of is found out and not done twice. Two runs at once are harmless: each
 * place is left by one of them.
 *
 * While Shopify throttles, the campaign waits.
 *
 * @throws when Shopify is down: the job is tried again.
 */
export async function makeDiscountCodes(shopId: number, campaignId: number): Promise<void> {
  for (let steps = 0; steps < STEPS_PER_RUN; steps += 1) {
    const row = await readDiscount(shopId, campaignId);
    if (row === undefined || !wanting.includes(row.campaign)) {
      return;
    }
    const step = await nextStep(row);
    switch (step.kind) {
      case 'moved':
        break;
      case 'wait':
        return await askForCodes(pool, shopId, campaignId, step.ms ?? LOOK_AGAIN_MS);
      case 'throttled':
        log.info({ shopId, campaignId, waitMs: step.waitMs }, 'Shopify throttles; the codes are made later');
        return await askForCodes(pool, shopId, campaignId, step.waitMs);
      case 'no_access':
        return await failDiscount(row, 'no_access', []);
      case 'failed':
        return await failDiscount(row, step.problem, step.shopifyCodes);
      default:
        return;
    }
  }
  await askForCodes(pool, shopId, campaignId);
}

async function nextStep(row: DiscountRow): Promise<Step> {
  if (row.status === 'planned') {
    return await createDiscountOnce(row);
  }
  if (row.status !== 'making' || row.shopifyId === null) {
    return { kind: 'nothing_to_do' };
  }
  const making = { ...row, shopifyId: row.shopifyId };
  if (row.bulkIds.length < IMPORTS_AT_ONCE && codesAskedFor(row) < row.people) {
    return await addNextCodes(making);
  }
  const [first] = row.bulkIds;
  return first === undefined ? await finishDiscount(row) : await settleImport(making, first);
}
