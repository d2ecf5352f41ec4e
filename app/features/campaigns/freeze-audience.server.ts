import { performance } from 'node:perf_hooks';
import type { QuoteLine, Resend, ReviewProblem } from '../../core/campaigns/campaign-events.ts';
import { failReview, quote } from '../../core/campaigns/decide.ts';
import { pool, type Queryable, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { numberDiscount } from '../discounts/plan-discount.server.ts';
import { makeLinks } from '../messaging/make-links.server.ts';
import { fetchMembers } from '../segments/fetch-members.server.ts';
import { fetchesFor, forgetFetches } from '../segments/segment-fetch.server.ts';
import { countUnknownMembers } from '../segments/settle-members.server.ts';
import { changeCampaign, changeCampaignIn } from './change-campaign.server.ts';
import { type FreezeRules, type FrozenRecipient, freezeRules } from './freeze-rules.server.ts';
import { readAudience } from './read-audience.server.ts';
import { frozenWriter } from './write-frozen.server.ts';

/** When a freeze that found another one at work looks again, in milliseconds. */
const AGAIN_MS = 1_000;

/**
 * Freezes the audience of a campaign under review: one row per number that gets the text, one exclusion with a reason
 * for everybody else, the batches, and the price. All in one transaction, streamed in both directions, so that a crash
 * leaves nothing half and memory does not grow with the audience. Does nothing when nobody waits for it (any more).
 *
 * Who is in segments of Shopify is read before, completely or the review fails and the campaign is a draft again.
 */
export async function freezeAudience(shopId: number, campaignId: number): Promise<void> {
  const started = performance.now();
  const members = await fetchMembers(shopId, campaignId);
  switch (members.kind) {
    case 'busy':
      return;
    case 'wait':
      await freezeAgain(pool, shopId, campaignId, members.ms);
      return;
    case 'failed':
      await giveUp(shopId, campaignId, members);
      return;
    case 'ready':
  }
  await withTransaction(async (tx) => {
    if (!(await onlyFreezer(tx, campaignId))) {
      // The other may be freezing words that were changed meanwhile; then this one is the review that is waited for.
      await freezeAgain(tx, shopId, campaignId, AGAIN_MS);
      return;
    }
    const rules = await freezeRules(tx, shopId, campaignId);
    if (rules === undefined) {
      return;
    }
    if (rules.kind === 'unknown_tag') {
      await changeCampaignIn(tx, shopId, campaignId, (state) =>
        failReview(state, {
          content: rules.content,
          failure: { reason: 'unknown_tag', audience: 0, excluded: {} },
        }),
      );
      return;
    }
    const fetches = await fetchesFor(tx, shopId, campaignId, rules.audience);
    if (fetches === undefined) {
      // Edited and reviewed anew since its segments were read.
      await freezeAgain(tx, shopId, campaignId, AGAIN_MS);
      return;
    }
    await forgetEarlierFreeze(tx, shopId, campaignId);
    await makeLinks(tx, shopId, campaignId, rules.content, rules.template.links);
    const frozen = await freeze(tx, shopId, campaignId, rules, fetches);
    if (frozen.recipients > 0) {
      await numberDiscount(tx, shopId, campaignId, {
        content: rules.content,
        recipients: frozen.recipients,
      });
    }
    await forgetFetches(tx, shopId, campaignId);
    failpoint('while-planning');
    await changeCampaignIn(tx, shopId, campaignId, (state) =>
      frozen.recipients === 0
        ? failReview(state, {
            content: rules.content,
            failure: {
              reason: frozen.audience === 0 ? 'nobody_found' : 'nobody_to_text',
              audience: frozen.audience,
              excluded: frozen.excluded,
            },
          })
        : quote(state, {
            content: rules.content,
            frozen: {
              audience: frozen.audience,
              recipients: frozen.recipients,
              parts: frozen.parts,
              excluded: frozen.excluded,
              hash: frozen.hash,
              ...(frozen.resend === undefined ? {} : { resend: frozen.resend }),
            },
            quoted: { credits: frozen.credits, batches: frozen.batches, lines: frozen.lines },
          }),
    );
    log.info(
      { shopId, campaignId, recipients: frozen.recipients, ms: Math.round(performance.now() - started) },
      'audience frozen',
    );
  });
}

const freezeAgain = (db: Queryable, shopId: number, campaignId: number, inMs: number): Promise<void> =>
  enqueue(db, 'freeze-audience', { shopId, campaignId }, { key: `freeze-${campaignId}`, soon: inMs });

/** Nothing was frozen and nothing can be sent: the merchant is told why, and reviews it again. */
async function giveUp(
  shopId: number,
  campaignId: number,
  { content, problem }: { content: number; problem: ReviewProblem },
): Promise<void> {
  await changeCampaign(shopId, campaignId, (state) =>
    failReview(state, { content, failure: { reason: problem, audience: 0, excluded: {} } }),
  );
  log.warn({ shopId, campaignId, problem }, 'an audience could not be found out completely');
}

/** Two jobs for one campaign would wait for each other's rows. */
async function onlyFreezer(tx: Transaction, campaignId: number): Promise<boolean> {
  const { rows } = await tx.query<{ mine: boolean }>(
    'SELECT pg_try_advisory_xact_lock(2000, $1::integer) AS mine',
    [campaignId % 2 ** 31],
  );
  return rows[0]?.mine === true;
}

/** The rows of a quote that the merchant did not confirm. Confirmed ones are past 'preparing' and never come here. */
async function forgetEarlierFreeze(tx: Transaction, shopId: number, campaignId: number): Promise<void> {
  for (const table of ['recipient', 'audience_exclusion', 'send_batch']) {
    await tx.query(`DELETE FROM ${table} WHERE shop_id = $1 AND campaign_id = $2`, [shopId, campaignId]);
  }
}

async function freeze(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  rules: FreezeRules,
  fetches: ReadonlyMap<string, number>,
) {
  const writer = frozenWriter(tx, shopId, campaignId, {
    messages: env.SMS_BATCH_SIZE,
    bytes: env.MITTO_MAX_BODY_BYTES,
  });
  const excluded: Record<string, number> = {};
  const lines = new Map<string, QuoteLine>();
  const resend: Resend | undefined =
    rules.audience.kind === 'unresolved'
      ? { of: rules.audience.campaignId, unknown: 0, presumedNotSent: 0 }
      : undefined;
  let audience = 0;
  let parts = 0;
  let credits = 0;

  for await (const group of readAudience(shopId, campaignId, rules.audience, fetches, rules.usesOwnTags)) {
    for (const contact of group) {
      audience += 1;
      const verdict = rules.judge(contact);
      if (verdict.kind === 'excluded') {
        excluded[verdict.reason] = (excluded[verdict.reason] ?? 0) + 1;
        writer.exclude(contact.id, verdict.reason);
        continue;
      }
      parts += verdict.parts;
      credits += verdict.credits;
      addToQuote(lines, verdict);
      writer.add(contact.id, verdict);
      if (resend !== undefined && contact.earlier_state === 'unknown') {
        resend.unknown += 1;
      }
      if (resend !== undefined && contact.earlier_state === 'presumed_not_sent') {
        resend.presumedNotSent += 1;
      }
    }
    await writer.flush();
  }
  const unknown = await countUnknownMembers(tx, shopId, rules.audience, fetches);
  for (let i = 1; i <= unknown; i += 1) {
    // They are nobody's record here, as the phones of a test are.
    writer.exclude(-i, 'not_synced_yet');
    await writer.flush();
  }
  if (unknown > 0) {
    audience += unknown;
    excluded.not_synced_yet = unknown;
  }
  const { recipients, batches, hash } = await writer.finish();
  return {
    audience,
    recipients,
    parts,
    credits,
    excluded,
    hash,
    resend,
    batches,
    lines: [...lines.values()].sort((a, b) => b.credits - a.credits),
  };
}

function addToQuote(
  lines: Map<string, QuoteLine>,
  { country, parts, credits, usesFallback }: FrozenRecipient,
): void {
  const key = `${country} ${parts}`;
  const line = lines.get(key) ?? { country, parts, recipients: 0, credits: 0, fallbacks: 0 };
  line.recipients += 1;
  line.credits += credits;
  line.fallbacks = (line.fallbacks ?? 0) + (usesFallback ? 1 : 0);
  lines.set(key, line);
}
