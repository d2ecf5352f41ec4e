import { pool } from '../../platform/database.server.ts';
import { fullName } from '../contacts/contact-pages.server.ts';
import { type KeptWording, wordingToday } from './save-wording.server.ts';

/** A customer as lists of this page name her; null when nobody has the number (any more). */
type Who = { contactId: number; name: string } | null;

export type ReplyToJudge = { id: number; at: string; text: string | null; who: Who };
export type NotTold = {
  contactId: number;
  name: string;
  state: 'subscribed' | 'unsubscribed';
  problem: string;
};
export type ConsentPage = {
  toJudge: ReplyToJudge[];
  notTold: NotTold[];
  wording: KeptWording;
  timeZone: string;
};
/** What waits for the merchant. */
export type ConsentAttention = { toJudge: number; notTold: number };

const ROWS_MAX = 100;

/** What is asked, what was answered, and what Shopify could not be told. The oldest that wait come first. */
export async function consentPage(shopId: number): Promise<ConsentPage> {
  const [toJudge, notTold, wording, shop] = await Promise.all([
    repliesToJudge(shopId),
    readNotTold(shopId),
    wordingToday(shopId),
    pool.query<{ time_zone: string }>('SELECT time_zone FROM shop WHERE id = $1', [shopId]),
  ]);
  return { toJudge, notTold, wording, timeZone: shop.rows[0]?.time_zone ?? 'UTC' };
}

/** How much waits for the merchant; two look-ups in small partial indexes. */
export async function consentAttention(shopId: number): Promise<ConsentAttention> {
  const { rows } = await pool.query<ConsentAttention>(
    `SELECT (SELECT count(*)::integer FROM inbound_text
             WHERE shop_id = $1 AND meaning = 'suspected_stop' AND decision IS NULL AND phone IS NOT NULL) AS "toJudge",
            (SELECT count(*)::integer FROM consent_writeback
             WHERE shop_id = $1 AND outcome = 'given_up') AS "notTold"`,
    [shopId],
  );
  return rows[0] ?? { toJudge: 0, notTold: 0 };
}

async function repliesToJudge(shopId: number): Promise<ReplyToJudge[]> {
  const { rows } = await pool.query<{
    id: number;
    received_at: Date;
    text: string | null;
    contact_id: number | null;
    first_name: string | null;
    last_name: string | null;
  }>(
    `SELECT t.id, t.received_at, t.text, c.id AS contact_id, c.first_name, c.last_name
     FROM inbound_text t
     LEFT JOIN LATERAL (
       SELECT id, first_name, last_name FROM contact
       WHERE shop_id = t.shop_id AND phone = t.phone AND erased_at IS NULL ORDER BY id LIMIT 1
     ) c ON true
     WHERE t.shop_id = $1 AND t.meaning = 'suspected_stop' AND t.decision IS NULL AND t.phone IS NOT NULL
     ORDER BY t.id LIMIT ${ROWS_MAX}`,
    [shopId],
  );
  return rows.map((row) => ({
    id: row.id,
    at: row.received_at.toISOString(),
    text: row.text,
    who: row.contact_id === null ? null : { contactId: row.contact_id, name: fullName(row) },
  }));
}

async function readNotTold(shopId: number): Promise<NotTold[]> {
  const { rows } = await pool.query<{
    contact_id: number;
    state: NotTold['state'];
    problem: string | null;
    first_name: string | null;
    last_name: string | null;
  }>(
    `SELECT w.contact_id, w.state, w.problem, c.first_name, c.last_name
     FROM consent_writeback w JOIN contact c ON c.shop_id = w.shop_id AND c.id = w.contact_id
     WHERE w.shop_id = $1 AND w.outcome = 'given_up'
     ORDER BY w.contact_id LIMIT ${ROWS_MAX}`,
    [shopId],
  );
  return rows.map((row) => ({
    contactId: row.contact_id,
    name: fullName(row),
    state: row.state,
    problem: row.problem ?? 'unknown',
  }));
}
