import { formatPhone, normalisePhone } from '../../core/contacts/phone-number.ts';
import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import { type Cursor, type KeysetPage, pageOf, scanFor } from '../../core/keyset.ts';
import { pool } from '../../platform/database.server.ts';
import { reasonOf } from '../contacts/contact-page.server.ts';
import { fullName } from '../contacts/contact-pages.server.ts';
import { ordinalsIn } from './ordinals-in-state.server.ts';

const SIZE = 50;

export type RecipientItem = {
  ordinal: number;
  /** A phone of the merchant's, who is nobody's record: in a test. */
  ownPhone: boolean;
  name: string;
  phone: string | null;
  state: RecipientState;
  reason: string | null;
  parts: number;
  credits: number;
};

export type RecipientsQuery = {
  state: RecipientState | null;
  /** A phone number as the merchant typed it; '' for none. */
  phone: string;
  /** The shop's, for numbers without a country code. */
  country: string;
  cursor: Cursor | null;
};

/** Recipients of a campaign by state or by number, in the order in which they are sent. */
export async function campaignRecipients(
  shopId: number,
  campaignId: number,
  query: RecipientsQuery,
): Promise<KeysetPage<RecipientItem> & { phoneUnreadable: boolean }> {
  if (query.phone !== '') {
    return await byPhone(shopId, campaignId, query);
  }
  const scan = scanFor(query.cursor, 'ascending');
  const ordinals = await ordinalsIn(shopId, campaignId, query.state, scan, SIZE + 1);
  const page = pageOf(ordinals, query.cursor, SIZE, (ordinal) => ordinal);
  return {
    rows: await recipientsOf(shopId, campaignId, page.rows),
    cursors: page.cursors,
    phoneUnreadable: false,
  };
}

async function byPhone(shopId: number, campaignId: number, query: RecipientsQuery) {
  const cursors = { before: null, after: null };
  const phone = normalisePhone(query.phone, query.country);
  if (!phone.ok) {
    return { rows: [], cursors, phoneUnreadable: true };
  }
  const { rows } = await pool.query<{ ordinal: number }>(
    'SELECT ordinal FROM recipient WHERE shop_id = $1 AND phone = $2 AND campaign_id = $3',
    [shopId, phone.e164.slice(1), campaignId],
  );
  const ordinals = rows.map((row) => row.ordinal);
  return { rows: await recipientsOf(shopId, campaignId, ordinals), cursors, phoneUnreadable: false };
}

async function recipientsOf(
  shopId: number,
  campaignId: number,
  ordinals: number[],
): Promise<RecipientItem[]> {
  const { rows } = await pool.query<{
    ordinal: number;
    contact_id: number;
    phone_e164: string | null;
    status: RecipientState;
    error: string | null;
    parts: number;
    credits: number;
    first_name: string | null;
    last_name: string | null;
  }>(
    `SELECT v.ordinal, v.contact_id, v.phone_e164, v.status, v.error, v.parts, v.credits, c.first_name, c.last_name
     FROM campaign_recipient v
     LEFT JOIN contact c ON c.shop_id = v.shop_id AND c.id = v.contact_id
     WHERE v.shop_id = $1 AND v.campaign_id = $2 AND v.ordinal = ANY ($3)
     ORDER BY v.ordinal`,
    [shopId, campaignId, ordinals],
  );
  return rows.map((row) => ({
    ordinal: row.ordinal,
    ownPhone: row.contact_id < 0,
    name: fullName(row),
    phone: row.phone_e164 === null ? null : formatPhone(row.phone_e164),
    state: row.status,
    reason: reasonOf(row.status, row.error),
    parts: row.parts,
    credits: row.credits,
  }));
}
