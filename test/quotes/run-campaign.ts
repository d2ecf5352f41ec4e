import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { confirmCampaign } from '../../app/features/campaigns/confirm-campaign.server.ts';
import { freezeAudience } from '../../app/features/campaigns/freeze-audience.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { saveDraft } from '../../app/features/campaigns/save-draft.server.ts';
import { cancelCampaign } from '../../app/features/campaigns/stop-campaign.server.ts';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { expectEverythingToHaveEnded } from '../model/checks.ts';
import { heal } from '../model/heal.ts';
import { grant } from '../model/merchant-steps.ts';
import { type Act, describeAct, make } from '../model/steps.ts';
import { expectBooksToBalance } from '../support/flows/books.ts';
import { campaignRow, confirm, input } from '../support/flows/campaign.ts';
import type { CarrierHere } from './carrier-here.ts';
import { expectQuotesToBeSettled, expectQuotesToHold, type Totals } from './expect-quotes.ts';
import { openShop } from './open-shop.ts';
import { type Plan, planOf } from './plan.ts';
import type { QuoteWorld } from './quote-world.ts';
import { changeRules } from './rules.ts';

/** `refused`: the text could not be kept as it was written. `nobody`: the review found nobody to text. */
export type CampaignResult = Totals & {
  shopId: number;
  outcome: 'refused' | 'nobody' | 'sent' | 'scheduled';
  texts: number;
};

const nothing: Totals = { quoted: 0, spent: 0, released: 0, refunded: 0 };
const HOUR_MS = 3_600_000;

/** A campaign that broke a promise, with what happened to it until then. */
export class BrokenCampaign extends Error {}

/**
 * One random campaign from its first word to its last refund; what it must keep to is looked at after every step.
 *
 * @throws BrokenCampaign
 */
export async function runCampaign(seed: number, mitto: CarrierHere): Promise<CampaignResult> {
  const plan = planOf(seed);
  const done: string[] = [];
  try {
    return await run(plan, mitto, done);
  } catch (error) {
    const { before: _before, after: _after, ...facts } = plan;
    const story = [JSON.stringify(facts), ...done].map((line) => `  ${line}`).join('\n');
    throw new BrokenCampaign(`${error instanceof Error ? error.message : error}\n${story}`, { cause: error });
  }
}

async function run(plan: Plan, mitto: CarrierHere, done: string[]): Promise<CampaignResult> {
  const world = await openShop(plan, mitto);
  const { shopId } = world;
  const ended = (outcome: CampaignResult['outcome']) => ({ shopId, outcome, texts: 0, ...nothing });
  // The size is read when the audience is frozen.
  env.SMS_BATCH_SIZE = plan.perBatch;
  const { body, sender, capitals } = plan;
  const saved = await saveDraft(shopId, null, input({ body, sender, capitals }));
  if (saved.kind !== 'saved') {
    return ended('refused');
  }
  const { campaignId } = saved;
  world.campaigns.push(campaignId);
  await requestReview(shopId, campaignId);
  await freezeAudience(shopId, campaignId);
  await expectQuotesToHold(world);
  const seen = await campaignRow({ shopId, campaignId });
  await makeAll(world, plan.before, done);
  const { status } = await campaignRow({ shopId, campaignId });
  if (status !== 'quoted') {
    return ended('nobody');
  }
  await expectOldReviewToBeRefused(world, campaignId, seen.version);
  await pay(world, campaignId, plan.short);
  const startAt = plan.scheduled ? { startAt: new Date(Date.now() + HOUR_MS) } : {};
  expect(await confirm({ shopId, campaignId }, startAt)).toEqual({
    kind: plan.scheduled ? 'scheduled' : 'started',
  });
  await expectQuotesToHold(world);

  await makeAll(world, plan.after, done);
  if (plan.scheduled) {
    await cancelCampaign(shopId, campaignId);
  }
  await changeRules(shopId, { quietFrom: null, quietUntil: null });
  const word = (ordinal: number) => plan.lastWords[ordinal % plan.lastWords.length];
  await heal(world, { evidence: plan.evidence, lastWord: ({ ordinal }) => word(ordinal) });
  done.push('healed');
  await expectQuotesToHold(world);
  await expectEverythingToHaveEnded(world);
  await expectBooksToBalance(shopId);
  const totals = await expectQuotesToBeSettled(world);
  const texts = world.carrier.taken.size;
  return { shopId, outcome: plan.scheduled ? 'scheduled' : 'sent', texts, ...totals };
}

async function makeAll(world: QuoteWorld, acts: readonly Act<QuoteWorld>[], done: string[]): Promise<void> {
  for (const act of acts) {
    done.push(describeAct(act));
    await make(world, act);
    await expectQuotesToHold(world);
  }
}

/** Another tab shows a review that was made again meanwhile: its price is not what is confirmed. */
async function expectOldReviewToBeRefused(
  world: QuoteWorld,
  campaignId: number,
  version: number,
): Promise<void> {
  const { shopId } = world;
  if ((await campaignRow({ shopId, campaignId })).version !== version) {
    expect(await confirmCampaign(shopId, campaignId, { version, startAt: null })).toEqual({
      kind: 'rejected',
      reason: 'quote_changed',
    });
  }
}

/** Gives the shop what the campaign costs and something over; if `short`, at first not enough, which nothing is held of. */
async function pay(world: QuoteWorld, campaignId: number, short: boolean): Promise<void> {
  const { shopId } = world;
  const { credits } = await campaignRow({ shopId, campaignId });
  if (short && credits > 1) {
    await grant(world, randomUUID(), credits - 1);
    expect(await confirm({ shopId, campaignId })).toEqual({
      kind: 'rejected',
      reason: 'not_enough_credits',
      missingCredits: 1,
    });
    expect(await creditBalance(shopId)).toMatchObject({ available: credits - 1, held: 0 });
  }
  await grant(world, randomUUID(), credits + 5);
}
