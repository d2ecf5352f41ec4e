// DANGER: imports the app, which parses the environment while it is loaded: import it after process.env is set.
import { z } from 'zod';
import { recipientStates } from '../../app/core/delivery/recipient-state.ts';
import { parseReference } from '../../app/core/messaging/reference.ts';
import { campaignReport } from '../../app/features/campaigns/campaign-report-page.server.ts';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import {
  FROZEN_WORDS,
  type FrozenWords,
  mergeOfRecipient,
  writeTexts,
} from '../../app/features/messaging/write-texts.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { readTruth } from '../../test/simulators/mitto/truth.ts';
import type { AcceptedFact, CampaignFacts, RecipientFact } from './facts.ts';

const pageSize = 5_000;
const state = z.enum(recipientStates);

/** A place in the simulator's log: calls up to this one were made before. */
export type LogMark = { file: string; call: number };

export async function markLog(file: string): Promise<LogMark> {
  let call = 0;
  for await (const text of readTruth(file)) {
    call = Math.max(call, text.call);
  }
  return { file, call };
}

/** Everything that is known about a campaign. `log` undefined: there is no simulator to compare with. */
export async function readFacts(
  shopId: number,
  campaignId: number,
  log: LogMark | undefined,
): Promise<CampaignFacts> {
  const report = await campaignReport(shopId, campaignId);
  if (report === undefined) {
    throw new Error(`campaign ${campaignId} of shop ${shopId} is gone`);
  }
  const { rows } = await pool.query<FrozenWords & { handed_over_at: Date | null }>(
    `SELECT ${FROZEN_WORDS}, k.handed_over_at FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.shop_id = $1 AND k.id = $2`,
    [shopId, campaignId],
  );
  return {
    campaignId,
    status: report.status,
    audience: report.audience,
    recipientCount: report.recipients,
    excluded: report.excluded,
    excludedPhones: await excludedPhones(shopId, campaignId),
    recipients: await readRecipients(shopId, campaignId, rows[0]),
    counters: report.counts,
    credits: report.credits,
    balance: await creditBalance(shopId),
    startedAt: report.startedAt,
    handedOverAt: rows[0]?.handed_over_at?.toISOString() ?? null,
    accepted: log === undefined ? undefined : await acceptedSince(log, campaignId),
  };
}

async function readRecipients(
  shopId: number,
  campaignId: number,
  words: FrozenWords | undefined,
): Promise<RecipientFact[]> {
  const all: RecipientFact[] = [];
  for (let after = 0; ; ) {
    const { rows } = await pool.query<{
      ordinal: number;
      phone_e164: string | null;
      status: string;
      error: string | null;
      mitto_message_id: string | null;
      parts: number;
      credits: number;
      merge: unknown;
    }>(
      `SELECT ordinal, phone_e164, status, error, mitto_message_id, parts, credits, merge
       FROM campaign_recipient WHERE shop_id = $1 AND campaign_id = $2 AND ordinal > $3
       ORDER BY ordinal LIMIT $4`,
      [shopId, campaignId, after, pageSize],
    );
    const texts =
      words === undefined
        ? []
        : await writeTexts(
            words,
            rows.map(({ ordinal, merge }) => ({ ordinal, merge: mergeOfRecipient.parse(merge) })),
          );
    for (const [i, row] of rows.entries()) {
      all.push({
        ordinal: row.ordinal,
        phone: row.phone_e164,
        state: state.parse(row.status),
        reason: row.error,
        messageId: row.mitto_message_id,
        parts: row.parts,
        credits: row.credits,
        text: texts[i],
      });
    }
    after = rows.at(-1)?.ordinal ?? after;
    if (rows.length < pageSize) {
      return all;
    }
  }
}

async function excludedPhones(shopId: number, campaignId: number): Promise<string[]> {
  const { rows } = await pool.query<{ phone: string }>(
    `SELECT DISTINCT '+' || c.phone AS phone
     FROM audience_exclusion x JOIN contact c ON c.shop_id = x.shop_id AND c.id = x.contact_id
     WHERE x.shop_id = $1 AND x.campaign_id = $2 AND c.phone IS NOT NULL`,
    [shopId, campaignId],
  );
  return rows.map(({ phone }) => phone);
}

/** Texts that carry a reference of another campaign are another one's; texts without any are kept, as a finding. */
async function acceptedSince({ file, call }: LogMark, campaignId: number): Promise<AcceptedFact[]> {
  const texts: AcceptedFact[] = [];
  for await (const text of readTruth(file)) {
    const named = text.reference === undefined ? undefined : parseReference(text.reference);
    if (text.call > call && (named === undefined || named.campaignId === String(campaignId))) {
      const { reference, messageId, destination, parts } = text;
      texts.push({ reference, messageId, destination, text: text.text, parts });
    }
  }
  return texts;
}
