import { WARN_DAYS } from '../../core/privacy/privacy-case.ts';
import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';

const STANDS_STILL_SECONDS = 90;

/** Erasures of whole shops whose process died: the sweep's step. */
export async function wakeRedactions(): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number }>(
    `SELECT DISTINCT shop_id FROM privacy_case
     WHERE kind = 'shop_redact' AND status = 'open' AND moved_at < now() - $1 * interval '1 second'`,
    [STANDS_STILL_SECONDS],
  );
  for (const { shop_id: shopId } of rows) {
    await enqueue(pool, 'redact-shop', { shopId }, { key: `redact-shop:${shopId}` });
  }
}

/** Tells the operator once a day of each case that is due within days and still open: the sweep's step. */
export async function warnOfDueCases(): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number; id: number; kind: string; days: number }>(
    `UPDATE privacy_case SET warned_at = now()
     WHERE status = 'open' AND due_at < now() + $1 * interval '1 day'
       AND (warned_at IS NULL OR warned_at < now() - interval '1 day')
     RETURNING shop_id, id, kind, floor(extract(epoch FROM due_at - now()) / 86400)::integer AS days`,
    [WARN_DAYS],
  );
  for (const { shop_id, id, kind, days } of rows) {
    log.error(
      { alert: 'privacy_case_due', shopId: shop_id, caseId: id, kind, daysLeft: days },
      days < 0
        ? 'a request about a person’s data is overdue'
        : 'a request about a person’s data is nearly due and still open',
    );
  }
}
