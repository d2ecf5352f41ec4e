import { pool } from '../../platform/database.server.ts';
import { keptRows } from '../compliance/kept-rows.server.ts';
import { knownInFile, knownPerson } from '../compliance/known-person.server.ts';
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

/** Rows of files that are theirs: those that wait to be imported, and those that could not be taken. */
export async function waitingImportsOf({ shopId, contactIds, phones }: Whose): Promise<PlainRow[]> {
  const { rows } = await pool.query<PlainRow>(
    `SELECT i.file_name, p.row_no::text AS row, p.first_name, p.last_name, p.locale AS language,
            array_to_string(p.tags, ', ') AS tags
     FROM contact_import i JOIN import_person p ON p.shop_id = i.shop_id AND p.import_id = i.id
     WHERE i.shop_id = $1 AND i.emptied_at IS NULL AND p.phone = ANY ($2)
     ORDER BY i.id, p.row_no`,
    [shopId, phones],
  );
  const known = await Promise.all(contactIds.map((contactId) => knownPerson(shopId, contactId)));
  const people = await Promise.all(
    // Not by name: a row of somebody else who is called the same must not be handed to them.
    known.flatMap((person) =>
      person === undefined ? [] : [knownInFile(shopId, { ...person, firstName: null, lastName: null })],
    ),
  );
  for await (const kept of keptRows(shopId)) {
    const theirs = kept.filter(({ cells }) => people.some((person) => person.hasRow(cells)));
    rows.push(
      ...theirs.map((row) => ({
        file_name: row.file_name,
        row: String(row.row_no),
        cells: row.cells.join(' · '),
      })),
    );
  }
  return rows;
}
