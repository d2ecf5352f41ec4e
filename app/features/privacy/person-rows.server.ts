import { pool } from '../../platform/database.server.ts';
import type { Whose } from './person-texts.server.ts';

type PlainRow = Record<string, string | null>;

/** What she has sent back, from her numbers or to a text to her. */
export async function repliesOf({ shopId, contactIds, phones }: Whose): Promise<PlainRow[]> {
  const { rows } = await pool.query<{
    received_at: Date;
    text: string | null;
    meaning: string;
    decision: string | null;
  }>(
    `SELECT i.received_at, i.text, i.meaning, i.decision FROM inbound_text i
     LEFT JOIN recipient r ON r.shop_id = i.shop_id AND r.campaign_id = i.campaign_id AND r.ordinal = i.ordinal
     WHERE i.shop_id = $1 AND (i.phone IS NOT NULL OR i.text IS NOT NULL)
       AND (i.phone = ANY ($2) OR r.contact_id = ANY ($3))
     ORDER BY i.id`,
    [shopId, phones, contactIds],
  );
  return rows.map(({ received_at, ...row }) => ({ received_at: received_at.toISOString(), ...row }));
}

/** Where a file that waits to be imported has her number. */
export async function waitingImportsOf({ shopId, phones }: Whose): Promise<PlainRow[]> {
  const { rows } = await pool.query<PlainRow>(
    `SELECT i.file_name, p.row_no::text AS row, p.first_name, p.last_name, p.locale AS language,
            array_to_string(p.tags, ', ') AS tags, NULL AS cells
     FROM contact_import i JOIN import_person p ON p.shop_id = i.shop_id AND p.import_id = i.id
     WHERE i.shop_id = $1 AND i.emptied_at IS NULL AND p.phone = ANY ($2)
     UNION ALL
     SELECT i.file_name, p.row_no::text, NULL, NULL, NULL, NULL, p.cells::text
     FROM contact_import i JOIN import_problem p ON p.shop_id = i.shop_id AND p.import_id = i.id
     WHERE i.shop_id = $1 AND i.emptied_at IS NULL AND p.phone = ANY ($2)
     ORDER BY 1, 2`,
    [shopId, phones],
  );
  return rows;
}
