// DANGER: imports the app, which parses the environment while it is loaded: import it after process.env is set.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CampaignReview,
  campaignReview,
} from '../../app/features/campaigns/campaign-review-page.server.ts';
import { grantCredits } from '../../app/features/credits/grant-credits.server.ts';
import { inputValue, type Merchant } from './merchant.ts';
import { demoSender } from './options.ts';
import { DemoProblem } from './problem.ts';
import type { Progress } from './progress.ts';
import { number } from './result-table.ts';

const reviewPatienceMs = 300_000;

type Options = { shopId: number; text: string; progress: Progress; signal: AbortSignal };

/**
 * The merchant writes a campaign for everybody, looks at its review and presses Send, each through the app's pages.
 *
 * @returns the campaign's id.
 */
export async function sendCampaign(merchant: Merchant, options: Options): Promise<number> {
  const { shopId, text, progress } = options;
  progress.update('Writing the campaign');
  const words = {
    name: 'Weekend',
    body: text,
    sender: demoSender,
    audience: JSON.stringify({ kind: 'everyone' }),
  };
  const saved = await merchant.submit('/app/campaigns/new', { ...words, intent: 'save' });
  const campaignId = Number(
    saved.kind === 'led' ? /^\/app\/campaigns\/(\d+)$/.exec(saved.to)?.[1] : Number.NaN,
  );
  if (!Number.isSafeInteger(campaignId)) {
    throw new DemoProblem('The editor did not save the campaign; .data/logs/web.log may say why.');
  }
  const path = `/app/campaigns/${campaignId}`;
  const asked = await merchant.submit(path, { ...words, intent: 'review' });
  if (asked.kind !== 'led') {
    throw new DemoProblem('The editor did not go on to the review; .data/logs/web.log may say why.');
  }
  const { version, review } = await waitForReview(merchant, campaignId, options);
  progress.say(
    `Campaign ${campaignId}: ${number(review.recipients)} of ${number(review.audience)} customers get it, ` +
      `for at most ${number(review.ceiling)} credits`,
  );
  if (review.available < review.ceiling) {
    await topUp(shopId, campaignId, review.ceiling - review.available, progress);
  }
  const sent = await merchant.submit(`${path}/review`, { intent: 'send', version, when: 'now' });
  if (sent.kind !== 'led') {
    throw new DemoProblem('The review page did not send the campaign; .data/logs/web.log may say why.');
  }
  return campaignId;
}

/** The review page shows a form to send with as soon as the audience is frozen and priced. */
async function waitForReview(
  merchant: Merchant,
  campaignId: number,
  { shopId, progress, signal }: Options,
): Promise<{ version: string; review: CampaignReview }> {
  progress.update('Preparing the review: who gets it, and what it costs at most');
  const until = performance.now() + reviewPatienceMs;
  for (;;) {
    const page = await merchant.get(`/app/campaigns/${campaignId}/review`);
    const version = inputValue(page.html, 'version');
    const review = await campaignReview(shopId, campaignId);
    if (version !== undefined && review?.status === 'quoted') {
      return { version, review };
    }
    if (review?.status === 'draft') {
      throw new DemoProblem(`The review found nobody to text: ${JSON.stringify(review.excluded)}`);
    }
    if (performance.now() > until) {
      throw new DemoProblem(
        'The review is not ready after five minutes; .data/logs/worker-1.log may say why.',
      );
    }
    await sleep(300, undefined, { signal });
  }
}

/** Earlier runs have spent what there was: the operator gives what is missing. */
async function topUp(shopId: number, campaignId: number, credits: number, progress: Progress): Promise<void> {
  progress.say(`${number(credits)} credits are missing; the operator gives them`);
  await grantCredits(shopId, credits, {
    by: 'demo',
    why: 'another demo campaign',
    commandId: `demo-campaign-${campaignId}`,
  });
}
