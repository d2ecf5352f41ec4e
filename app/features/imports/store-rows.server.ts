import type { ImportedPerson, JudgedRow } from '../../core/imports/judge-row.ts';
import type { RowProblem } from '../../core/imports/row-problems.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { emailHmac } from '../compliance/email-hmac.server.ts';
import type { ImportCounts } from './import-row.server.ts';
import type { FileRow } from './read-rows.server.ts';

/** How far a check has read; moved by whoever stores rows. */
export type ReadingPlace = { shopId: number; importId: number; rowsRead: number; foreseen: ImportCounts };
export type JudgedFileRow = { row: FileRow; verdict: JudgedRow };

type Found = { row: FileRow; person: ImportedPerson };
type Problem = { row: FileRow; reason: RowProblem };

/**
 * Writes judged rows down: people once per number, whatever is not taken with its reason. A number that comes again changes
 * nothing, except that a no in any of its rows counts.
 *
 * @returns false, and nothing is written, when another run has moved on.
 */
export async function storeRows(
  place: ReadingPlace,
  judged: readonly JudgedFileRow[],
  { to, bytes, blank }: { to: number; bytes: number; blank: number },
): Promise<boolean> {
  const { shopId, importId } = place;
  const problems: Problem[] = [];
  const people: Found[] = [];
  for (const { row, verdict } of judged) {
    if (verdict.kind === 'problem') {
      problems.push({ row, reason: verdict.reason });
    } else if (verdict.kind === 'person') {
      people.push({ row, person: verdict.person });
      if (verdict.problem !== undefined) {
        problems.push({ row, reason: verdict.problem });
      }
    }
  }
  const stored = await withTransaction(async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE contact_import SET rows_read = $4, bytes_read = $5, moved_at = now()
       WHERE shop_id = $1 AND id = $2 AND status = 'checking' AND rows_read = $3 AND read_at IS NULL`,
      [shopId, importId, place.rowsRead, to, bytes],
    );
    if (rowCount === 0) {
      return undefined;
    }
    const repeated = await storePeople(tx, place, people);
    await storeProblems(tx, place, [...problems, ...repeated]);
    const foreseen = {
      ...place.foreseen,
      rows: place.foreseen.rows + judged.length + blank,
      blank: place.foreseen.blank + blank,
      reasons: addReasons(place.foreseen.reasons, [...problems, ...repeated]),
    };
    await tx.query('UPDATE contact_import SET foreseen = $3 WHERE shop_id = $1 AND id = $2', [
      shopId,
      importId,
      JSON.stringify(foreseen),
    ]);
    return foreseen;
  });
  if (stored === undefined) {
    return false;
  }
  place.rowsRead = to;
  place.foreseen = stored;
  return true;
}

/** @returns whose number was there already. */
async function storePeople(
  tx: Transaction,
  { shopId, importId }: ReadingPlace,
  people: Found[],
): Promise<Problem[]> {
  const first = new Map<number, Found>();
  const again: Found[] = [];
  for (const found of people) {
    if (first.has(found.person.phone)) {
      again.push(found);
    } else {
      first.set(found.person.phone, found);
    }
  }
  const hmacOf = await emailHmac(shopId);
  const rows = [...first.values()].map(({ row, person }) => ({
    phone: person.phone,
    row_no: row.no,
    phone_country: person.country,
    first_name: person.firstName,
    last_name: person.lastName,
    locale: person.locale,
    tags: person.tags,
    email_hmac: person.email === null ? null : hmacOf(person.email).toString('hex'),
    says: person.says,
    says_at: person.saysAt,
  }));
  const { rows: taken } = await tx.query<{ phone: number }>({
    name: 'store_import_people',
    text: `INSERT INTO import_person (shop_id, import_id, phone, row_no, phone_country, first_name, last_name, locale, tags,
             email_hmac, says, says_at)
           SELECT $1, $2, phone, row_no, phone_country, first_name, last_name, locale, tags, decode(email_hmac, 'hex'), says, says_at
           FROM jsonb_to_recordset($3::jsonb) AS g(
             phone bigint, row_no integer, phone_country text, first_name text, last_name text, locale text, tags text[],
             email_hmac text, says boolean, says_at timestamptz)
           ORDER BY phone
           ON CONFLICT (shop_id, import_id, phone) DO NOTHING
           RETURNING phone`,
    values: [shopId, importId, JSON.stringify(rows)],
  });
  if (taken.length < first.size) {
    const fresh = new Set(taken.map(({ phone }) => phone));
    again.push(...[...first.values()].filter(({ person }) => !fresh.has(person.phone)));
  }
  await obeyNos(tx, shopId, importId, again);
  return again.map(({ row }) => ({ row, reason: 'repeated' as const }));
}

/** A no without a date counts against any yes, so it stays without one. */
async function obeyNos(tx: Transaction, shopId: number, importId: number, again: Found[]): Promise<void> {
  const nos = again.filter(({ person }) => person.says === false);
  if (nos.length === 0) {
    return;
  }
  await tx.query(
    `UPDATE import_person p SET
       says = false,
       says_at = CASE WHEN n.dateless OR (p.says IS FALSE AND p.says_at IS NULL) THEN NULL
                      WHEN p.says IS FALSE THEN greatest(p.says_at, n.at) ELSE n.at END
     FROM (
       SELECT phone, max(at) AS at, bool_or(at IS NULL) AS dateless
       FROM unnest($3::bigint[], $4::timestamptz[]) AS said(phone, at) GROUP BY phone
     ) AS n
     WHERE p.shop_id = $1 AND p.import_id = $2 AND p.phone = n.phone`,
    [shopId, importId, nos.map(({ person }) => person.phone), nos.map(({ person }) => person.saysAt)],
  );
}

async function storeProblems(
  tx: Transaction,
  { shopId, importId }: ReadingPlace,
  problems: Problem[],
): Promise<void> {
  if (problems.length === 0) {
    return;
  }
  await tx.query(
    `INSERT INTO import_problem (shop_id, import_id, reason, row_no, cells)
     SELECT $1, $2, reason, row_no, cells
     FROM jsonb_to_recordset($3::jsonb) AS g(reason text, row_no integer, cells jsonb)`,
    [
      shopId,
      importId,
      // PostgreSQL has no zero character.
      JSON.stringify(
        problems.map(({ row, reason }) => ({ reason, row_no: row.no, cells: row.cells })),
      ).replaceAll('\\u0000', ''),
    ],
  );
}

function addReasons(before: ImportCounts['reasons'], problems: readonly Problem[]): ImportCounts['reasons'] {
  const reasons = { ...before };
  for (const { reason } of problems) {
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return reasons;
}
