import { makeDiscountCodes } from '../../app/features/discounts/make-discount-codes.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function makeDiscountCodesTask(payload: unknown): Promise<void> {
  const { shopId, campaignId } = jobCatalog['make-discount-codes'].payload.parse(payload);
  await makeDiscountCodes(shopId, campaignId);
}
