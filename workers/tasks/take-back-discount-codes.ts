import { takeBackDiscountCodes } from '../../app/features/discounts/take-back-discount-codes.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function takeBackDiscountCodesTask(payload: unknown): Promise<void> {
  const { shopId, campaignId } = jobCatalog['take-back-discount-codes'].payload.parse(payload);
  await takeBackDiscountCodes(shopId, campaignId);
}
