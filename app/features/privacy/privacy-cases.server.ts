import type { CaseKind, CaseStatus } from '../../core/privacy/privacy-case.ts';
import { DUE_DAYS } from '../../core/privacy/privacy-case.ts';
import { pool, type Queryable } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import type { Webhook } from '../webhooks/webhook.ts';

export type PrivacyCase = {
  id: number;
  kind: CaseKind;
  status: CaseStatus;
  contactIds: number[];
  receivedAt: Date;
};

// An array of bigints would arrive as texts.
const COLUMNS = 'id, kind, status, to_json(contact_ids) AS "contactIds", received_at AS "receivedAt"';

/**
 * The case of a webhook, which is one however often Shopify posts it. It is due so long after Shopify asked, not after we heard.
 *
 * @param request Shopify's id of the request; the webhook's own where it has none.
 */
export async function openCase(webhook: Webhook, kind: CaseKind, request: string): Promise<PrivacyCase> {
  const { rows } = await pool.query<PrivacyCase>(
    `INSERT INTO privacy_case AS c (shop_id, kind, request, due_at)
     VALUES ($1, $2, $3, least(now(), $4::timestamptz) + $5 * interval '1 day')
     ON CONFLICT (shop_id, kind, request) DO UPDATE SET moved_at = now()
     RETURNING ${COLUMNS}`,
    [webhook.shopId, kind, request, webhook.triggeredAt, DUE_DAYS],
  );
  const found = rows[0];
  if (found === undefined) {
    throw new Error('a privacy case was not written');
  }
  log.info({ shopId: webhook.shopId, caseId: found.id, kind, status: found.status }, 'privacy case');
  return found;
}

/** Whom it is about; found again later, more may have come. */
export async function nameContacts(
  shopId: number,
  caseId: number,
  contactIds: readonly number[],
): Promise<void> {
  await pool.query(
    `UPDATE privacy_case SET
       contact_ids = ARRAY(SELECT DISTINCT unnest(contact_ids || $3::bigint[]) ORDER BY 1), moved_at = now()
     WHERE shop_id = $1 AND id = $2`,
    [shopId, caseId, contactIds],
  );
}

/** Ends an open case; one that is closed stays as it was. @returns whether it was open. */
export async function closeCase(
  db: Queryable,
  shopId: number,
  caseId: number,
  { status, by }: { status: 'done' | 'nothing_found'; by: string },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE privacy_case SET status = $3, done_at = now(), closed_by = $4, moved_at = now()
     WHERE shop_id = $1 AND id = $2 AND status = 'open'`,
    [shopId, caseId, status, by],
  );
  if (rowCount === 1) {
    log.info({ shopId, caseId, status, by }, 'privacy case closed');
  }
  return rowCount === 1;
}

/** Undefined when the shop has no such case. */
export async function findCase(shopId: number, caseId: number): Promise<PrivacyCase | undefined> {
  const { rows } = await pool.query<PrivacyCase>(
    `SELECT ${COLUMNS} FROM privacy_case WHERE shop_id = $1 AND id = $2`,
    [shopId, caseId],
  );
  return rows[0];
}

/**
 * The merchant has handed over what was asked for. Erasures close themselves: a merchant who closed one would stop it.
 *
 * @returns false when the shop has no such request that is open.
 */
export async function closeDataRequest(shopId: number, caseId: number, actor: string): Promise<boolean> {
  const found = await findCase(shopId, caseId);
  return (
    found?.kind === 'data_request' &&
    closeCase(pool, shopId, caseId, { status: 'done', by: actor.slice(0, 100) })
  );
}
