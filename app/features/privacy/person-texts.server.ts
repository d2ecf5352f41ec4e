import { formatPhone } from '../../core/contacts/phone-number.ts';
import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import type { PersonLeftOut, PersonText } from '../../core/privacy/person-file.ts';
import { pool } from '../../platform/database.server.ts';
import { reasonOf } from '../contacts/contact-page.server.ts';
import {
  FROZEN_WORDS,
  type FrozenWords,
  mergeOfRecipient,
  writeTexts,
} from '../messaging/write-texts.server.ts';

/** Somebody's records, the numbers on them, and whether one of them has had another number before. */
export type Whose = { shopId: number; contactIds: readonly number[]; phones: number[]; renumbered: boolean };

type Row = FrozenWords & {
  ordinal: number;
  name: string;
  phone_e164: string | null;
  status: RecipientState;
  error: string | null;
  sender_number: string;
  parts: number;
  country: string;
  sent_at: Date | null;
  reported_at: Date | null;
  mitto_message_id: string | null;
  merge: unknown;
  opened: PersonText['opened'];
};

/** Every text that was to reach her, word for word where it was sent and its values are still kept. Oldest first. */
export async function textsOf({ shopId, contactIds, phones, renumbered }: Whose): Promise<PersonText[]> {
  const { rows } = await pool.query<Row>(
    `WITH hers AS (
       SELECT campaign_id, ordinal FROM recipient WHERE shop_id = $1 AND phone = ANY ($2)
       UNION
       -- An earlier number of hers is on no record; only then all texts of the shop are looked through.
       SELECT campaign_id, ordinal FROM recipient WHERE $4 AND shop_id = $1 AND contact_id = ANY ($3) AND phone IS NOT NULL
     )
     SELECT v.ordinal, c.name, ${FROZEN_WORDS}, v.phone_e164, v.status, v.error, v.sender_number, v.parts, v.country,
            v.sent_at, v.reported_at, v.mitto_message_id, v.merge, opened.all AS opened
     FROM hers h
     JOIN campaign k ON k.shop_id = $1 AND k.id = h.campaign_id AND k.confirmed_at IS NOT NULL
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     JOIN campaign_recipient v ON v.shop_id = k.shop_id AND v.campaign_id = h.campaign_id AND v.ordinal = h.ordinal
     CROSS JOIN LATERAL (
       SELECT coalesce(jsonb_agg(jsonb_build_object(
                'at', to_char(o.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'link', coalesce(l.destination, 'opt-out page'), 'machine', o.user_agent, 'by', o.verdict)
              ORDER BY o.at, o.id), '[]') AS all
       FROM campaign_link l JOIN link_click o ON o.shop_id = l.shop_id AND o.link_id = l.id AND o.ordinal = h.ordinal
       WHERE l.shop_id = $1 AND l.campaign_id = h.campaign_id
     ) opened
     ORDER BY h.campaign_id, h.ordinal`,
    [shopId, phones, contactIds, renumbered],
  );
  const texts: PersonText[] = [];
  for (const row of rows) {
    texts.push(toText(row, await asSent(row)));
  }
  return texts;
}

async function asSent(row: Row): Promise<string | null> {
  if (row.mitto_message_id === null) {
    return null;
  }
  const [text] = await writeTexts(row, [{ ordinal: row.ordinal, merge: mergeOfRecipient.parse(row.merge) }]);
  return text ?? null;
}

const toText = (row: Row, text: string | null): PersonText => ({
  campaign: row.name,
  text,
  phone: row.phone_e164 === null ? null : formatPhone(row.phone_e164),
  sender: row.sender_number,
  state: row.status,
  reason: reasonOf(row.status, row.error),
  parts: row.parts,
  country: row.country,
  handedOverAt: row.sent_at?.toISOString() ?? null,
  reportedAt: row.reported_at?.toISOString() ?? null,
  carrierId: row.mitto_message_id,
  opened: row.opened,
});

/** Campaigns whose audience she was in and whose text she was not to get. */
export async function leftOutOf({ shopId, contactIds }: Whose): Promise<PersonLeftOut[]> {
  const { rows } = await pool.query<{ name: string; reason: string; at: Date | null }>(
    `SELECT c.name, x.reason, k.confirmed_at AS at
     FROM campaign k
     JOIN audience_exclusion x ON x.shop_id = k.shop_id AND x.campaign_id = k.id AND x.contact_id = ANY ($2)
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.shop_id = $1 ORDER BY k.id`,
    [shopId, contactIds],
  );
  return rows.map(({ name, reason, at }) => ({ campaign: name, reason, at: at?.toISOString() ?? null }));
}
