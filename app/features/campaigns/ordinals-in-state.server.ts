import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import type { scanFor } from '../../core/keyset.ts';
import { pool } from '../../platform/database.server.ts';

type Scan = ReturnType<typeof scanFor>;

/** Which statuses of a batch put those of its people in a state who have no message and no omission of their own. */
const BATCH_STATUSES: Readonly<Partial<Record<RecipientState, string[]>>> = {
  queued: ['planned', 'ready', 'deferred'],
  sending: ['dispatching'],
  unknown: ['unknown'],
  presumed_not_sent: ['resolved'],
  refused: ['rejected'],
  not_sent: ['accepted', 'abandoned', 'stopped', 'empty'],
};

/**
 * Ordinals of a campaign's recipients in a state (null: all), next to a cursor. The view campaign_recipient knows the
 * state of one person quickly, but to find everybody in a state it would look at the whole campaign; so this starts from
 * the table that says so: messages, omissions or batches.
 */
export async function ordinalsIn(
  shopId: number,
  campaignId: number,
  state: RecipientState | null,
  scan: Scan,
  limit: number,
): Promise<number[]> {
  const sources = sourcesOf(state, scan);
  const { rows } = await pool.query<{ ordinal: number }>(
    `SELECT DISTINCT ordinal FROM (${sources.map((source) => `(${source})`).join(' UNION ALL ')}) found
     ORDER BY ordinal ${scan.order} LIMIT $4`,
    [shopId, campaignId, scan.key, limit, state, state === null ? [] : (BATCH_STATUSES[state] ?? [])],
  );
  return rows.map((row) => row.ordinal);
}

function sourcesOf(state: RecipientState | null, scan: Scan): string[] {
  const tail = (ordinal: string) =>
    `AND ($3::integer IS NULL OR ${ordinal} ${scan.operator} $3) ORDER BY ${ordinal} ${scan.order} LIMIT $4`;
  // Every parameter is named in every query, so that its type is known.
  const mine = (table: string) =>
    `${table}.shop_id = $1 AND ${table}.campaign_id = $2 AND ($5::text IS NULL OR $5 <> '') AND $6::text[] IS NOT NULL`;
  const everybody = `SELECT r.ordinal FROM recipient r WHERE ${mine('r')} ${tail('r.ordinal')}`;
  const messages = `SELECT m.ordinal FROM message m WHERE ${mine('m')} AND m.state = $5 ${tail('m.ordinal')}`;
  const omissions = `
    SELECT o.ordinal FROM recipient_omission o
    WHERE ${mine('o')} AND o.state = $5 AND NOT EXISTS (
      SELECT FROM message m WHERE m.shop_id = $1 AND m.campaign_id = $2 AND m.ordinal = o.ordinal)
    ${tail('o.ordinal')}`;
  const batches = `
    SELECT r.ordinal FROM send_batch b
    JOIN recipient r ON r.shop_id = b.shop_id AND r.campaign_id = b.campaign_id
      AND r.ordinal BETWEEN b.first_ordinal AND b.last_ordinal
    WHERE ${mine('b')} AND b.status = ANY ($6)
      AND NOT EXISTS (SELECT FROM message m
                      WHERE m.shop_id = $1 AND m.campaign_id = $2 AND m.ordinal = r.ordinal)
      AND NOT EXISTS (SELECT FROM recipient_omission o
                      WHERE o.shop_id = $1 AND o.campaign_id = $2 AND o.ordinal = r.ordinal)
    ${tail('r.ordinal')}`;
  switch (state) {
    case null:
      return [everybody];
    case 'handed_over':
    case 'delivered':
    case 'failed':
    case 'no_report':
      return [messages];
    case 'left_out':
      return [omissions];
    case 'refused':
      return [omissions, batches];
    default:
      return [batches];
  }
}
