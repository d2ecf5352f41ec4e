import { settlePurchases } from '../../app/features/billing/settle-purchase.server.ts';
import { settleSubscriptions } from '../../app/features/billing/settle-subscriptions.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function settleChargesTask(payload: unknown): Promise<void> {
  const { shopId } = jobCatalog['settle-charges'].payload.parse(payload);
  await settlePurchases(shopId);
  await settleSubscriptions(shopId);
}
