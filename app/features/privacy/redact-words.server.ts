import { pool } from '../../platform/database.server.ts';
import { deleteInChunks } from './delete-in-chunks.server.ts';
import type { Redaction } from './redact-shop.server.ts';

const OF_IMPORTS =
  'shop_id = $1 AND import_id IN (SELECT id FROM contact_import WHERE shop_id = $1 AND created_at < $2)';
const OF_LISTS =
  'shop_id = $1 AND list_id IN (SELECT id FROM contact_list WHERE shop_id = $1 AND created_at < $2)';

/** Tables whose rows go, and by what they are from before; those that point to others first. */
const GONE: readonly [table: string, where: string][] = [
  ['import_piece', OF_IMPORTS],
  ['import_person', OF_IMPORTS],
  ['import_problem', OF_IMPORTS],
  ['contact_list_member', OF_LISTS],
  ['contact_list', 'shop_id = $1 AND created_at < $2'],
  ['contact_alias', 'shop_id = $1 AND created_at < $2'],
  ['customer_to_read', 'shop_id = $1 AND asked_at < $2'],
  ['consent_question', 'shop_id = $1 AND asked_at < $2'],
  ['consent_writeback', 'shop_id = $1 AND consent_at < $2'],
  ['segment_fetch', 'shop_id = $1 AND moved_at < $2'],
  ['segment', 'shop_id = $1 AND updated_at < $2'],
  ['template', 'shop_id = $1 AND created_at < $2'],
  ['access_log', 'shop_id = $1 AND minute < $2'],
];

/**
 * What else a shop leaves: lists, imports, replies, templates, test phones, old ids, what Shopify has posted, who looked at
 * numbers, sessions. Requests about data stay, without their people: they are the proof that they were met.
 */
export async function redactWords({ shopId, until, moved }: Redaction): Promise<void> {
  const values = [shopId, until];
  await pool.query(
    `UPDATE contact_import SET
       status = CASE WHEN ended_at IS NULL THEN 'expired' ELSE status END, ended_at = coalesce(ended_at, now()),
       file_name = NULL, format = NULL, settings = NULL, list_id = NULL,
       emptied_at = coalesce(emptied_at, now())
     WHERE shop_id = $1 AND created_at < $2`,
    values,
  );
  for (const [table, where] of GONE) {
    await deleteInChunks(table, where, values, moved);
    await moved();
  }
  await pool.query(
    `UPDATE inbound_text SET phone = NULL, text = NULL
     WHERE shop_id = $1 AND received_at < $2 AND (phone IS NOT NULL OR text IS NOT NULL)`,
    values,
  );
  await pool.query(
    `UPDATE webhook SET body = NULL, handled_at = now(), outcome = 'shop_erased'
     WHERE shop_domain = (SELECT domain FROM shop WHERE id = $1) AND handled_at IS NULL AND received_at < $2
       AND topic NOT IN ('shop/redact', 'customers/redact', 'customers/data_request')`,
    values,
  );
  await pool.query(
    `UPDATE privacy_case SET closed_by = 'merchant' WHERE shop_id = $1 AND closed_by <> 'system'`,
    [shopId],
  );
  // Of a shop that has come back meanwhile these are the returned one's.
  await pool.query(
    `WITH gone AS (
       UPDATE shop SET test_numbers = '{}', name = '' WHERE id = $1 AND uninstalled_at IS NOT NULL RETURNING domain
     )
     DELETE FROM "Session" s USING gone WHERE s."shop" = gone.domain`,
    [shopId],
  );
  await pool.query(
    `DELETE FROM customer_seen WHERE shop_id = $1 AND EXISTS (SELECT FROM shop WHERE id = $1 AND uninstalled_at IS NOT NULL)`,
    [shopId],
  );
}
