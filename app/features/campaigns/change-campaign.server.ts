import { type Campaign, evolve, noCampaign } from '../../core/campaigns/campaign.ts';
import type { CampaignDecision } from '../../core/campaigns/decide.ts';
import { campaignStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, readStream, type StreamAppend, toStream } from '../../platform/event-store.server.ts';

export type CampaignChange =
  | { kind: 'not_found' }
  | { kind: 'decided'; decision: CampaignDecision; campaign: Campaign };

/** What belongs to the decision, in its transaction and before its events: rows to write, events of other streams. */
export type AlongWith = (
  tx: Transaction,
  change: { before: Campaign; after: Campaign; now: Date },
) => Promise<StreamAppend[]>;

/**
 * The one way to change a campaign: locks its row, folds its stream, asks `decide`, and writes the events, the row and
 * what belongs to them in one transaction. Pause, confirm and dispatch meet at the row's lock.
 */
export function changeCampaign(
  shopId: number,
  campaignId: number,
  decide: (state: Campaign, now: Date, tx: Transaction) => CampaignDecision | Promise<CampaignDecision>,
  alongWith: AlongWith = async () => [],
): Promise<CampaignChange> {
  return withTransaction((tx) => changeCampaignIn(tx, shopId, campaignId, decide, alongWith));
}

/** As `changeCampaign`, inside a transaction that is open already. Ends with the append: commit right after it. */
export async function changeCampaignIn(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  decide: (state: Campaign, now: Date, tx: Transaction) => CampaignDecision | Promise<CampaignDecision>,
  alongWith: AlongWith = async () => [],
): Promise<CampaignChange> {
  const { rows } = await tx.query<{ now: Date }>(
    'SELECT now() FROM campaign WHERE shop_id = $1 AND id = $2 FOR UPDATE',
    [shopId, campaignId],
  );
  const now = rows[0]?.now;
  if (now === undefined) {
    return { kind: 'not_found' };
  }
  const before = await foldCampaign(tx, shopId, campaignId);
  const decision = await decide(before, now, tx);
  if (decision.kind !== 'accepted') {
    return { kind: 'decided', decision, campaign: before };
  }
  const after = decision.events.reduce((state, event) => evolve(state, event, now.toISOString()), before);
  const more = await alongWith(tx, { before, after, now });
  await writeCampaign(tx, shopId, campaignId, after);
  const stream = campaignStream(shopId, campaignId);
  await appendLocked(tx, [toStream(stream, decision.events, before.version), ...more]);
  return { kind: 'decided', decision, campaign: after };
}

export async function foldCampaign(tx: Transaction, shopId: number, campaignId: number): Promise<Campaign> {
  const recorded = await readStream(tx, campaignStream(shopId, campaignId));
  return recorded.reduce((state, { event, at }) => evolve(state, event, at.toISOString()), noCampaign);
}

/** Writes the row that pages read. The row exists; its words are in campaign_content. */
export async function writeCampaign(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  campaign: Campaign,
): Promise<void> {
  await tx.query(
    `INSERT INTO campaign (shop_id, id, stream_version, status, content_version, audience_count, recipient_count,
                           excluded, parts, credits_quoted, quote, problem, pause_reason, scheduled_for, frozen_at,
                           confirmed_at, started_at, handed_over_at, ended_at, expires_at, resend, test_of)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
     ON CONFLICT (shop_id, id) DO UPDATE SET
       stream_version = excluded.stream_version, status = excluded.status,
       content_version = excluded.content_version, audience_count = excluded.audience_count,
       recipient_count = excluded.recipient_count, excluded = excluded.excluded, parts = excluded.parts,
       credits_quoted = excluded.credits_quoted, quote = excluded.quote, problem = excluded.problem,
       pause_reason = excluded.pause_reason, scheduled_for = excluded.scheduled_for,
       frozen_at = excluded.frozen_at, confirmed_at = excluded.confirmed_at, started_at = excluded.started_at,
       handed_over_at = excluded.handed_over_at, ended_at = excluded.ended_at, expires_at = excluded.expires_at,
       resend = excluded.resend, test_of = excluded.test_of,
       updated_at = now()`,
    [
      shopId,
      campaignId,
      campaign.version,
      campaign.status,
      campaign.content,
      campaign.audience,
      campaign.recipients,
      JSON.stringify(campaign.excluded),
      campaign.parts,
      campaign.credits,
      JSON.stringify(campaign.lines),
      campaign.problem,
      campaign.pauseReason,
      campaign.scheduledFor,
      campaign.frozenAt,
      campaign.confirmedAt,
      campaign.startedAt,
      campaign.handedOverAt,
      campaign.endedAt,
      campaign.expiresAt,
      campaign.resend === null ? null : JSON.stringify(campaign.resend),
      campaign.testOf,
    ],
  );
}
