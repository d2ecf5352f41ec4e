import { freezeAudience } from '../../app/features/campaigns/freeze-audience.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function freezeAudienceTask(payload: unknown): Promise<void> {
  const { shopId, campaignId } = jobCatalog['freeze-audience'].payload.parse(payload);
  await freezeAudience(shopId, campaignId);
}
