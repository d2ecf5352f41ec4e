import { DateTime } from 'luxon';
import { type ColumnQuestion, openQuestions } from '../../core/imports/column-questions.ts';
import {
  hasOneDay,
  type ImportSettings,
  type SettingsProblem,
  settingsProblems,
} from '../../core/imports/import-settings.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { listNamed, makeList } from './contact-lists.server.ts';
import { guessFile } from './guess-file.server.ts';
import { importOf } from './import-row.server.ts';

export type CheckAsked =
  | { kind: 'checking' }
  | { kind: 'invalid'; problems: SettingsProblem[] }
  | { kind: 'rejected' }
  | { kind: 'not_found' };

/** The merchant has said what the columns are, and where the consent comes from: the dry run begins. */
export async function askForCheck(
  shopId: number,
  importId: number,
  settings: ImportSettings,
): Promise<CheckAsked> {
  const open = await questionsOf(shopId, importId, settings);
  return withTransaction(async (tx): Promise<CheckAsked> => {
    const found = await importOf(tx, shopId, importId, { lock: true });
    if (found === undefined) {
      return { kind: 'not_found' };
    }
    if (!['mapping', 'checked', 'failed'].includes(found.status) || found.format === null) {
      return { kind: 'rejected' };
    }
    const problems = settingsProblems(settings, await todayIn(tx, shopId), open);
    if (problems.length > 0) {
      return { kind: 'invalid', problems };
    }
    const list = settings.list === null || settings.list === '' ? null : settings.list;
    await tx.query(
      `UPDATE contact_import
       SET status = 'checking', settings = $3, rows_read = NULL, problem = NULL, moved_at = now()
       WHERE shop_id = $1 AND id = $2`,
      [shopId, importId, JSON.stringify({ ...settings, list })],
    );
    await enqueue(tx, 'check-import', { shopId, importId }, { key: `check-import:${importId}` });
    return { kind: 'checking' };
  });
}

/**
 * What the file itself leaves open about what was said of it. Read again here: a page that was opened long ago, or is not
 * ours, must not import a file whose rows say no as one in which everybody agreed.
 */
async function questionsOf(
  shopId: number,
  importId: number,
  { format, columns, leftOut = [], consent }: ImportSettings,
): Promise<ColumnQuestion[]> {
  const file = await guessFile({ shopId, importId }, format);
  return file === null ? [] : openQuestions(file.doubts, columns, leftOut, hasOneDay(consent));
}

async function todayIn(tx: Transaction, shopId: number): Promise<string> {
  const { rows } = await tx.query<{ time_zone: string; now: Date }>(
    'SELECT time_zone, now() AS now FROM shop WHERE id = $1',
    [shopId],
  );
  const shop = rows[0];
  const today = DateTime.fromJSDate(shop?.now ?? new Date(), { zone: shop?.time_zone ?? 'UTC' });
  return today.toISODate() ?? '';
}

export type ImportStarted =
  | { kind: 'started' }
  | { kind: 'rejected' }
  /** Rows say no in a column that is left out, and the merchant has not said what that means. */
  | { kind: 'unanswered' }
  | { kind: 'busy' }
  | { kind: 'not_found' };

/** The merchant has seen what would happen, and says yes: contacts are written by a job from now on. */
export async function startImport(shopId: number, importId: number): Promise<ImportStarted> {
  const result = await withTransaction(async (tx): Promise<ImportStarted> => {
    // The shop's row keeps two imports from starting at once.
    await tx.query('SELECT FROM shop WHERE id = $1 FOR NO KEY UPDATE', [shopId]);
    const found = await importOf(tx, shopId, importId, { lock: true });
    if (found === undefined) {
      return { kind: 'not_found' };
    }
    if (found.status === 'importing' || found.status === 'done') {
      // Pressed twice.
      return { kind: 'started' };
    }
    if (found.status !== 'checked') {
      return { kind: 'rejected' };
    }
    if (found.foreseen.nos.some((count) => count > 0)) {
      return { kind: 'unanswered' };
    }
    const { rowCount } = await tx.query(
      `SELECT FROM contact_import WHERE shop_id = $1 AND status = 'importing'`,
      [shopId],
    );
    if ((rowCount ?? 0) > 0) {
      return { kind: 'busy' };
    }
    const list = found.settings?.list ?? null;
    await tx.query(
      `UPDATE contact_import SET status = 'importing', list_id = $3, moved_at = now() WHERE shop_id = $1 AND id = $2`,
      [
        shopId,
        importId,
        list === null ? null : ((await listNamed(tx, shopId, list)) ?? (await makeList(tx, shopId, list))),
      ],
    );
    await enqueue(tx, 'run-import', { shopId, importId }, { key: `run-import:${importId}` });
    return { kind: 'started' };
  });
  log.info({ shopId, importId, ...result }, 'import asked for');
  return result;
}
