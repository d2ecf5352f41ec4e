import { type CampaignRefusal, requestReview as decide } from '../../core/campaigns/decide.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { changeCampaign } from './change-campaign.server.ts';

export type ReviewResult =
  | { kind: 'requested' }
  | { kind: 'rejected'; reason: CampaignRefusal }
  | { kind: 'not_found' };

/** Asks for the audience to be frozen and priced; the job freeze-audience does it, the campaign is 'preparing' meanwhile. */
export async function requestReview(shopId: number, campaignId: number): Promise<ReviewResult> {
  const change = await changeCampaign(
    shopId,
    campaignId,
    (state) => decide(state, { by: 'merchant' }),
    async (tx) => {
      await enqueue(tx, 'freeze-audience', { shopId, campaignId }, { key: `freeze-${campaignId}` });
      return [];
    },
  );
  if (change.kind === 'not_found') {
    return change;
  }
  return change.decision.kind === 'rejected'
    ? { kind: 'rejected', reason: change.decision.reason }
    : { kind: 'requested' };
}
