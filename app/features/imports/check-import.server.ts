import { isDateOfYes } from '../../core/imports/date-of-yes.ts';
import { type ImportSettings, lastRowBefore } from '../../core/imports/import-settings.ts';
import { rowJudge } from '../../core/imports/judge-row.ts';
import type { FileProblem } from '../../core/imports/row-problems.ts';
import { unheededNos } from '../../core/imports/unheeded-nos.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { foreseePeople } from './foresee-people.server.ts';
import { guessFile } from './guess-file.server.ts';
import { type ContactImport, importOf } from './import-row.server.ts';
import { localTimeOf } from './local-time.server.ts';
import { type FileRow, readRows } from './read-rows.server.ts';
import { countryOf } from './shop-country.server.ts';
import { type JudgedFileRow, storeRows } from './store-rows.server.ts';

/** Rows that are judged and written together, and what they may hold: whichever is reached first. */
const ROWS = 2_000;
const CHARACTERS = 2_000_000;
const BLANKS = 100_000;
/** After so long a run ends and asks for the next one, which comes after what others have asked for meanwhile. */
const RUN_MS = 15_000;
/** Until then this run has given its turn back. */
const TURN_MS = 500;

/**
 * The dry run: takes the file apart row by row, then compares its people with the contacts there are. Changes nothing but what
 * the merchant sees of the import. Each step commits with its place, so that a run after a crash goes on from there; of two
 * runs at a time the slower one finds the place moved and leaves.
 */
export async function checkImport(shopId: number, importId: number): Promise<void> {
  const found = await importOf(pool, shopId, importId);
  if (found?.status !== 'checking' || found.settings === null) {
    return;
  }
  if (found.rows_read === null) {
    await clear(shopId, importId);
  }
  const started = await importOf(pool, shopId, importId);
  if (
    started?.status !== 'checking' ||
    started.read_at !== null ||
    (await takeApart(shopId, started, found.settings))
  ) {
    await foreseePeople(shopId, importId);
  }
}

/** What an earlier check has left: the merchant has said something else since. */
async function clear(shopId: number, importId: number): Promise<void> {
  await withTransaction(async (tx) => {
    const locked = await importOf(tx, shopId, importId, { lock: true });
    if (locked?.status !== 'checking' || locked.rows_read !== null) {
      return;
    }
    for (const table of ['import_person', 'import_problem']) {
      await tx.query(`DELETE FROM ${table} WHERE shop_id = $1 AND import_id = $2`, [shopId, importId]);
    }
    await tx.query(
      `UPDATE contact_import
       SET rows_read = 0, bytes_read = 0, read_at = NULL, judged_to = 0, foreseen = '{}', problem = NULL, moved_at = now()
       WHERE shop_id = $1 AND id = $2`,
      [shopId, importId],
    );
  });
}

/** @returns whether the whole file was read, by this run. */
async function takeApart(shopId: number, started: ContactImport, settings: ImportSettings): Promise<boolean> {
  const { id: importId } = started;
  const place = { shopId, importId, rowsRead: started.rows_read ?? 0, foreseen: started.foreseen };
  const file = await guessFile({ shopId, importId }, settings.format);
  const judge = rowJudge(settings, {
    country: await countryOf(shopId),
    now: started.created_at.toISOString(),
    localTime: localTimeOf(settings),
    dateIsOfYes: isDateOfYes(file?.header?.[settings.columns.indexOf('consent_date')] ?? ''),
  });
  const nosOf = unheededNos(
    file?.doubts ?? { reads: [], ofTexts: [] },
    settings.columns,
    settings.leftOut ?? [],
  );
  let waiting = noRows();
  const store = async (bytes: number): Promise<boolean> => {
    const { rows, to, blank } = waiting;
    waiting = noRows();
    if (to === 0) {
      return true;
    }
    const header = lastRowBefore(settings.format);
    const judged = rows.filter(({ no }) => no > header).map((row) => ({ row, verdict: judge(row.cells) }));
    place.foreseen = { ...place.foreseen, nos: addNos(place.foreseen.nos, judged, nosOf) };
    return storeRows(place, judged, { to, bytes, blank });
  };
  const until = performance.now() + RUN_MS;
  for await (const group of readRows({ shopId, importId }, settings.format, place.rowsRead)) {
    switch (group.kind) {
      case 'rows':
        waiting.rows.push(...group.rows);
        waiting.characters += group.characters;
        waiting.blank += group.blank;
        waiting.to = group.to;
        if (isEnough(waiting)) {
          if (!(await store(group.bytes))) {
            return false;
          }
          if (performance.now() > until) {
            await enqueue(
              pool,
              'check-import',
              { shopId, importId },
              { key: `check-import:${importId}`, soon: TURN_MS },
            );
            return false;
          }
        }
        break;
      case 'refused':
        await refuse(shopId, importId, group);
        return false;
      default:
        await readAnew(shopId, importId, { ...settings.format, encoding: group.encoding }, settings);
        return false;
    }
  }
  if (!(await store(started.file_bytes))) {
    return false;
  }
  const { rowCount } = await pool.query(
    `UPDATE contact_import SET read_at = now(), bytes_read = file_bytes, moved_at = now()
     WHERE shop_id = $1 AND id = $2 AND status = 'checking' AND rows_read = $3 AND read_at IS NULL`,
    [shopId, importId, place.rowsRead],
  );
  return rowCount === 1;
}

/** Who is taken, and not as somebody who said no, although a column of their row says no. */
function addNos(
  before: readonly number[],
  judged: readonly JudgedFileRow[],
  nosOf: (cells: readonly string[]) => number[],
): number[] {
  const nos = [...before];
  for (const { row, verdict } of judged) {
    if (verdict.kind === 'person' && verdict.person.says !== false) {
      for (const column of nosOf(row.cells)) {
        nos[column] = (nos[column] ?? 0) + 1;
      }
    }
  }
  return Array.from(nos, (count) => count ?? 0);
}

type Waiting = { rows: FileRow[]; characters: number; blank: number; to: number };
const noRows = (): Waiting => ({ rows: [], characters: 0, blank: 0, to: 0 });
const isEnough = ({ rows, characters, blank }: Waiting): boolean =>
  rows.length >= ROWS || characters >= CHARACTERS || blank >= BLANKS;

async function refuse(
  shopId: number,
  importId: number,
  { problem, row }: { problem: FileProblem; row: number | null },
): Promise<void> {
  await pool.query(
    `UPDATE contact_import SET status = 'failed', problem = $3, moved_at = now()
     WHERE shop_id = $1 AND id = $2 AND status = 'checking'`,
    [shopId, importId, JSON.stringify({ code: problem, row })],
  );
  log.info({ shopId, importId, problem, row }, 'import refused');
}

/** All of it was read in the wrong encoding, what is stored already too. */
async function readAnew(
  shopId: number,
  importId: number,
  format: ImportSettings['format'],
  settings: ImportSettings,
): Promise<void> {
  await withTransaction(async (tx) => {
    await tx.query(
      `UPDATE contact_import SET format = $3, settings = $4, rows_read = NULL, moved_at = now()
       WHERE shop_id = $1 AND id = $2 AND status = 'checking'`,
      [shopId, importId, JSON.stringify(format), JSON.stringify({ ...settings, format })],
    );
    await enqueue(tx, 'check-import', { shopId, importId }, { key: `check-import:${importId}` });
  });
}
