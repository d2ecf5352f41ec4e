import { redactShop } from '../../app/features/privacy/redact-shop.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function redactShopTask(payload: unknown): Promise<void> {
  const { shopId } = jobCatalog['redact-shop'].payload.parse(payload);
  await redactShop(shopId);
}
