import type { ExclusionReason } from '../../core/campaigns/audience.ts';
import { formatPhone } from '../../core/contacts/phone-number.ts';
import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import { pool } from '../../platform/database.server.ts';
import { reasonOf } from '../contacts/contact-page.server.ts';
import { type ExportPiece, pieceOf, ROWS_PER_PIECE } from './csv-piece.server.ts';

/** The words of the report, which features do not know. */
export type RecipientWords = {
  state: (state: RecipientState) => string;
  reason: (reason: string) => string;
};

type Recipient = {
  ordinal: number;
  phone_e164: string | null;
  first_name: string | null;
  last_name: string | null;
  status: RecipientState;
  error: string | null;
  country: string;
  parts: number;
  credits: number;
  sent_at: Date | null;
  delivered_at: Date | null;
};

/** Everybody of a campaign and what became of her text, in the order of sending, the piece after recipient `from`. */
export async function exportRecipients(
  shopId: number,
  campaignId: number,
  from: number,
  words: RecipientWords,
): Promise<ExportPiece> {
  const { rows } = await pool.query<Recipient>(
    `SELECT v.ordinal, v.phone_e164, c.first_name, c.last_name, v.status, v.error, v.country, v.parts, v.credits, v.sent_at,
            v.delivered_at
     FROM campaign_recipient v
     LEFT JOIN contact c ON c.shop_id = v.shop_id AND c.id = v.contact_id
     WHERE v.shop_id = $1 AND v.campaign_id = $2 AND v.ordinal > $3::bigint
     ORDER BY v.ordinal
     LIMIT $4`,
    [shopId, campaignId, from, ROWS_PER_PIECE + 1],
  );
  return pieceOf(
    rows,
    from,
    [
      'Phone',
      'First name',
      'Last name',
      'State',
      'Why',
      'Country',
      'Parts',
      'Credits',
      'Handed over',
      'Delivered',
    ],
    (row) => {
      const reason = reasonOf(row.status, row.error);
      return [
        row.phone_e164 === null ? null : formatPhone(row.phone_e164),
        row.first_name,
        row.last_name,
        words.state(row.status),
        reason === null ? null : words.reason(reason),
        row.country,
        row.parts,
        row.credits,
        row.sent_at?.toISOString() ?? null,
        row.delivered_at?.toISOString() ?? null,
      ];
    },
    (row) => row.ordinal,
  );
}

type LeftOut = {
  id: number;
  phone: number | null;
  first_name: string | null;
  last_name: string | null;
  reason: ExclusionReason;
};

/** Who was left out of a campaign at its review, and why, the piece after contact `from`. */
export async function exportLeftOut(
  shopId: number,
  campaignId: number,
  from: number,
  words: (reason: ExclusionReason) => string,
): Promise<ExportPiece> {
  const { rows } = await pool.query<LeftOut>(
    `SELECT c.id, c.phone, c.first_name, c.last_name, x.reason
     FROM audience_exclusion x
     JOIN contact c ON c.shop_id = x.shop_id AND c.id = x.contact_id
     WHERE x.shop_id = $1 AND x.campaign_id = $2 AND x.contact_id > $3
     ORDER BY x.contact_id
     LIMIT $4`,
    [shopId, campaignId, from, ROWS_PER_PIECE + 1],
  );
  return pieceOf(
    rows,
    from,
    ['Phone', 'First name', 'Last name', 'Why'],
    (row) => [
      row.phone === null ? null : formatPhone(`+${row.phone}`),
      row.first_name,
      row.last_name,
      words(row.reason),
    ],
    (row) => row.id,
  );
}
