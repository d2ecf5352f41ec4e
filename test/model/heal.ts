import { finishCampaign } from '../../app/features/campaigns/finish-campaign.server.ts';
import { resumeCampaign } from '../../app/features/campaigns/stop-campaign.server.ts';
import { settleRefunds } from '../../app/features/credits/settle-refunds.server.ts';
import { askSilent } from '../../app/features/delivery/ask-silent.server.ts';
import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';
import { projectCampaignCounts } from '../../app/features/delivery/project-campaign-counts.server.ts';
import { sweep } from '../../app/features/messaging/sweep.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import type { Taken } from './carrier.ts';
import { reportOn, unblock } from './carrier-steps.ts';
import { dispatch } from './dispatch-steps.ts';
import { batchesIn, passTime, type World } from './world.ts';

/** Rounds until nothing is open: each sends at least one batch, or takes one a step nearer to its end. */
const ROUNDS_MAX = 60;

/** What the carrier says in the end about a text that it took; undefined: nothing, ever. */
export type LastWord = (taken: Taken) => 'Delivered' | 'Failure' | 'Sent' | undefined;

/**
 * Nothing stands in the way any more: the carrier takes everything and reports it, every deadline passes, every job runs.
 * With `evidence` the reports come before the deadlines of the unknowns, otherwise after them.
 */
export async function heal(
  world: World,
  { evidence, lastWord = () => 'Delivered' }: { evidence: boolean; lastWord?: LastWord },
): Promise<void> {
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
      await reportEverything(world, lastWord);
    }
    for (const key of await batchesIn(world, ['dispatching', 'unknown'])) {
      await passTime(key, 'deadline');
    }
    await sweep();
    await dispatch(world, { batch: round, style: 'accepted', mask: 0, fate: 'records', optOut: null });
  }
  await reportEverything(world, lastWord);
  await endSilence(world);
  await settleRefunds();
  await projectCampaignCounts();
  for (const campaignId of world.campaigns) {
    await finishCampaign(world.shopId, campaignId);
  }
}

async function reportEverything(world: World, lastWord: LastWord): Promise<void> {
  for (const taken of world.carrier.taken.values()) {
    const word = lastWord(taken);
    if (word !== undefined) {
      await reportOn(taken, word, 'both');
    }
  }
  await matchParkedReports();
}

/** The deadline of the reports comes: texts that are still silent end as such. */
async function endSilence({ shopId }: World): Promise<void> {
  const { rowCount } = await pool.query(
    `UPDATE send_batch SET settled_at = now() - ($2 + 1) * interval '1 hour', next_poll_at = now()
     WHERE shop_id = $1 AND next_poll_at IS NOT NULL`,
    [shopId, env.UNKNOWN_DEADLINE_HOURS],
  );
  for (let batches = rowCount ?? 0; batches > 0; batches -= 1) {
    await askSilent();
  }
}
