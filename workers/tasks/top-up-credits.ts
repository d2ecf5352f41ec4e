import { topUpCredits } from '../../app/features/billing/top-up-credits.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function topUpCreditsTask(payload: unknown): Promise<void> {
  const { shopId } = jobCatalog['top-up-credits'].payload.parse(payload);
  await topUpCredits(shopId);
}
