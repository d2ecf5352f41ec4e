import type { ExclusionReason } from '../../core/campaigns/audience.ts';
import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import { pool } from '../../platform/database.server.ts';
import {
  type ConsentHistory,
  consentHistory,
  type ReplyItem,
  repliesFrom,
} from '../consent/consent-history.server.ts';
import { type ContactListItem, type ContactRecord, toListItem } from './contact-pages.server.ts';

const TEXTS_MAX = 100;
/** How many campaigns back "left out" is looked for. */
const CAMPAIGNS_MAX = 200;

export type ContactTextItem = { campaignId: number; campaign: string; at: string } & (
  | { kind: 'recipient'; ordinal: number; state: RecipientState; reason: string | null }
  | { kind: 'left_out'; reason: ExclusionReason }
);

export type ContactPage = ContactListItem & {
  consentAt: string | null;
  tags: string[];
  erased: boolean;
  /** Newest first. */
  texts: ContactTextItem[];
  history: ConsentHistory;
  /** Newest first. */
  replies: ReplyItem[];
  timeZone: string;
};

/** One customer and every text to her number, or why she got none; undefined when the shop has no such customer. */
export async function contactPage(shopId: number, contactId: number): Promise<ContactPage | undefined> {
  const { rows } = await pool.query<
    ContactRecord & { consent_at: Date | null; tags: string[]; erased: boolean; time_zone: string }
  >(
    `SELECT c.id, c.first_name, c.last_name, c.phone, c.phone_problem, c.phone_country, c.consent, c.order_count,
            c.consent_at, c.tags, c.erased_at IS NOT NULL AS erased, s.time_zone
     FROM contact c JOIN shop s ON s.id = c.shop_id
     WHERE c.shop_id = $1 AND c.id = $2`,
    [shopId, contactId],
  );
  const row = rows[0];
  if (row === undefined) {
    return undefined;
  }
  const [received, leftOut, history, replies] = await Promise.all([
    textsTo(shopId, row.phone),
    leftOutOf(shopId, contactId),
    consentHistory(shopId, contactId),
    repliesFrom(shopId, row.phone),
  ]);
  const texts = [...received, ...leftOut].sort((a, b) => b.at.localeCompare(a.at)).slice(0, TEXTS_MAX);
  return {
    ...toListItem(row),
    consentAt: row.consent_at?.toISOString() ?? null,
    tags: row.tags,
    erased: row.erased,
    texts,
    history,
    replies,
    timeZone: row.time_zone,
  };
}

/** By number and not by contact: what reaches her phone is hers, whichever of her records it was sent to. */
async function textsTo(shopId: number, phone: number | null): Promise<ContactTextItem[]> {
  if (phone === null) {
    return [];
  }
  const { rows } = await pool.query<{
    campaign_id: number;
    ordinal: number;
    name: string;
    status: RecipientState;
    error: string | null;
    at: Date;
  }>(
    `SELECT v.campaign_id, v.ordinal, c.name, v.status, v.error,
            coalesce(v.sent_at, k.started_at, k.scheduled_for, k.confirmed_at) AS at
     FROM recipient r
     JOIN campaign k ON k.shop_id = r.shop_id AND k.id = r.campaign_id AND k.confirmed_at IS NOT NULL
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     JOIN campaign_recipient v ON v.shop_id = r.shop_id AND v.campaign_id = r.campaign_id AND v.ordinal = r.ordinal
     WHERE r.shop_id = $1 AND r.phone = $2
     ORDER BY r.campaign_id DESC LIMIT ${TEXTS_MAX}`,
    [shopId, phone],
  );
  return rows.map((row) => ({
    kind: 'recipient',
    campaignId: row.campaign_id,
    campaign: row.name,
    ordinal: row.ordinal,
    state: row.status,
    reason: reasonOf(row.status, row.error),
    at: row.at.toISOString(),
  }));
}

async function leftOutOf(shopId: number, contactId: number): Promise<ContactTextItem[]> {
  const { rows } = await pool.query<{ id: number; name: string; reason: ExclusionReason; at: Date }>(
    `SELECT k.id, c.name, x.reason, k.confirmed_at AS at
     FROM (SELECT * FROM campaign WHERE shop_id = $1 ORDER BY id DESC LIMIT ${CAMPAIGNS_MAX}) k
     JOIN audience_exclusion x ON x.shop_id = k.shop_id AND x.campaign_id = k.id AND x.contact_id = $2
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.confirmed_at IS NOT NULL
     ORDER BY k.id DESC LIMIT ${TEXTS_MAX}`,
    [shopId, contactId],
  );
  return rows.map((row) => ({
    kind: 'left_out',
    campaignId: row.id,
    campaign: row.name,
    reason: row.reason,
    at: row.at.toISOString(),
  }));
}

/** Why a text is where it is. A text on its way or arrived has no reason, whatever an earlier attempt left behind. */
export function reasonOf(state: RecipientState, reason: string | null): string | null {
  return ['queued', 'sending', 'handed_over', 'delivered'].includes(state) ? null : reason;
}
