import { startCampaign } from '../../app/features/campaigns/stop-campaign.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function startCampaignTask(payload: unknown): Promise<void> {
  const { shopId, campaignId } = jobCatalog['start-campaign'].payload.parse(payload);
  await startCampaign(shopId, campaignId);
}
