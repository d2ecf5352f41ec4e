import { finishCampaign } from '../../app/features/campaigns/finish-campaign.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function finishCampaignTask(payload: unknown): Promise<void> {
  const { shopId, campaignId } = jobCatalog['finish-campaign'].payload.parse(payload);
  await finishCampaign(shopId, campaignId);
}
