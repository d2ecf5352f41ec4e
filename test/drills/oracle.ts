import { formatReference } from '../../app/core/messaging/reference.ts';
import { audit } from '../../app/features/compliance/audit.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { type AcceptedMessage, readTruth } from '../simulators/mitto/truth.ts';
import type { Campaign } from './campaign.ts';

type Recipient = {
  ordinal: number;
  phone: string;
  status: string;
  id: string | null;
  parts: number;
  credits: number;
  batch: string;
  hold: 'open' | 'resolved';
};

const handedOver = new Set(['handed_over', 'delivered', 'failed', 'no_report']);
const notTexted = new Set(['refused', 'left_out', 'not_sent']);

export type Verdict = { problems: string[]; accepted: number; states: Record<string, number> };

/** Judges the books by the simulator's log: who was texted, how often, in how many parts. */
export async function judge(
  campaign: Campaign,
  logFile: string,
  options: { contradicts: boolean },
): Promise<Verdict> {
  const truth = new Map<string, AcceptedMessage[]>();
  const perNumber = new Map<string, number>();
  let accepted = 0;
  for await (const message of readTruth(logFile)) {
    accepted += 1;
    const reference = message.reference ?? 'no reference';
    truth.set(reference, [...(truth.get(reference) ?? []), message]);
    perNumber.set(message.destination, (perNumber.get(message.destination) ?? 0) + 1);
  }
  const recipients = await readRecipients(campaign);
  const problems = [...perNumber]
    .filter(([, times]) => times > 1)
    .map(([number, times]) => `${number} was texted ${times} times`);
  const states: Record<string, number> = {};
  let toSpend = 0;
  let toRefund = 0;
  for (const recipient of recipients) {
    states[recipient.status] = (states[recipient.status] ?? 0) + 1;
    const texts = truth.get(formatReference(String(campaign.campaignId), recipient.ordinal)) ?? [];
    problems.push(...judgeOne(recipient, texts, options.contradicts));
    if (handedOver.has(recipient.status) && recipient.batch !== 'unknown') {
      toSpend += recipient.credits;
      toRefund += recipient.status === 'failed' ? recipient.credits : 0;
    }
  }
  problems.push(...(await judgeCredits(campaign, { toSpend, toRefund })));
  problems.push(...(await auditNow()));
  return { problems, accepted, states };
}

function judgeOne(recipient: Recipient, texts: AcceptedMessage[], contradicts: boolean): string[] {
  const { ordinal, status, batch } = recipient;
  const who = `recipient ${ordinal} (${status}, batch ${batch})`;
  const [text] = texts;
  if (texts.length > 1) {
    return [`${who} was texted ${texts.length} times`];
  }
  if (handedOver.has(status)) {
    if (text === undefined) {
      return [`${who} was never texted`];
    }
    const wrong: string[] = [];
    if (text.messageId !== recipient.id) {
      wrong.push(`${who} has the id of somebody else`);
    }
    if (text.destination !== recipient.phone) {
      wrong.push(`${who} was texted at another number`);
    }
    if (text.parts !== recipient.parts) {
      wrong.push(`${who} was priced at ${recipient.parts} parts and sent in ${text.parts}`);
    }
    const end = { delivered: 'Delivered', failed: 'Failure' }[status];
    if (!contradicts && end !== undefined && end !== text.outcome) {
      wrong.push(`${who} ended as ${text.outcome}`);
    }
    return wrong;
  }
  if (notTexted.has(status)) {
    return text === undefined ? [] : [`${who} was texted`];
  }
  if (status === 'unknown') {
    return recipient.hold === 'open' ? [] : [`${who} has no open hold`];
  }
  return [`${who} is in no final state`];
}

async function readRecipients({ shopId, campaignId }: Campaign): Promise<Recipient[]> {
  const { rows } = await pool.query<Recipient>(
    `SELECT v.ordinal, v.phone_e164 AS phone, v.status, v.mitto_message_id AS id, v.parts, v.credits,
            b.status AS batch,
            CASE WHEN EXISTS (SELECT FROM credit_transfer r WHERE r.shop_id = b.shop_id AND r.pending_id = b.hold_id)
                 THEN 'resolved' ELSE 'open' END AS hold
     FROM campaign_recipient v
     JOIN send_batch b ON b.shop_id = v.shop_id AND b.campaign_id = v.campaign_id AND b.batch_no = v.batch
     WHERE v.shop_id = $1 AND v.campaign_id = $2`,
    [shopId, campaignId],
  );
  return rows;
}

async function judgeCredits(
  { shopId, campaignId }: Campaign,
  { toSpend, toRefund }: { toSpend: number; toRefund: number },
): Promise<string[]> {
  const { rows } = await pool.query<{ spent: number; refunded: number }>(
    `SELECT coalesce(sum(amount) FILTER (WHERE reason = 'spend'), 0)::bigint  AS spent,
            coalesce(sum(amount) FILTER (WHERE reason = 'refund'), 0)::bigint AS refunded
     FROM credit_transfer WHERE shop_id = $1 AND campaign_id = $2`,
    [shopId, campaignId],
  );
  const { spent, refunded } = rows[0] ?? { spent: 0, refunded: 0 };
  return [
    ...(spent === toSpend ? [] : [`${spent} credits are spent, and texts for ${toSpend} were taken`]),
    ...(refunded === toRefund ? [] : [`${refunded} credits are refunded, and texts for ${toRefund} failed`]),
  ];
}

async function auditNow(): Promise<string[]> {
  const client = await pool.connect();
  try {
    const violations = await audit(client);
    return violations.map(
      ({ check, what, expected, found }) => `audit ${check}: ${what}: ${expected} expected, ${found} found`,
    );
  } finally {
    client.release();
  }
}
