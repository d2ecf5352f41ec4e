import { finishCampaign } from '../../app/features/campaigns/finish-campaign.server.ts';
import { resumeCampaign } from '../../app/features/campaigns/stop-campaign.server.ts';
import { settleRefunds } from '../../app/features/credits/settle-refunds.server.ts';
import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';
import { projectCampaignCounts } from '../../app/features/delivery/project-campaign-counts.server.ts';
import { sweep } from '../../app/features/messaging/sweep.server.ts';
import { reportOn, unblock } from './carrier-steps.ts';
import { dispatch } from './dispatch-steps.ts';
import { batchesIn, passTime, type World } from './world.ts';

/** Rounds until nothing is open: each sends at least one batch, or takes one a step nearer to its end. */
const ROUNDS_MAX = 60;

/**
 * Nothing stands in the way any more: the carrier takes everything and reports it, every deadline passes, every job runs.
 * With `evidence` the reports come before the deadlines of the unknowns, otherwise after them.
 */
export async function heal(world: World, { evidence }: { evidence: boolean }): Promise<void> {
  await unblock();
  for (const campaignId of world.campaigns) {
    await resumeCampaign(world.shopId, campaignId);
  }
  for (let round = 0; ; round += 1) {
    const open = await batchesIn(world, ['ready', 'deferred', 'dispatching', 'unknown']);
    if (open.length === 0) {
      break;
    }
    if (round === ROUNDS_MAX) {
      throw new Error(`batches were still open: ${JSON.stringify(open)}`);
    }
    if (evidence) {
      await reportEverything(world);
    }
    for (const key of await batchesIn(world, ['dispatching', 'unknown'])) {
      await passTime(key, 'deadline');
    }
    await sweep();
    await dispatch(world, { batch: round, style: 'accepted', mask: 0, fate: 'records', optOut: null });
  }
  await reportEverything(world);
  await settleRefunds();
  await projectCampaignCounts();
  for (const campaignId of world.campaigns) {
    await finishCampaign(world.shopId, campaignId);
  }
}

async function reportEverything(world: World): Promise<void> {
  for (const taken of world.carrier.taken.values()) {
    await reportOn(taken, 'Delivered', 'both');
  }
  await matchParkedReports();
}
