import { shopStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { closeCase } from './privacy-cases.server.ts';
import { redactCampaigns } from './redact-campaigns.server.ts';
import { redactContacts } from './redact-contacts.server.ts';
import { redactWords } from './redact-words.server.ts';

/** What a part of the work is told: which shop, what is from before `until`, and how to say that it has moved. */
export type Redaction = { shopId: number; until: Date; moved: (erased?: number) => Promise<void> };

/**
 * Job redact-shop: erases everything personal of a shop that has left, in small transactions, so that a million customers stand
 * in nobody's way. It can be cut off anywhere and begun again: each part looks for what is still there.
 *
 * Contacts, texts and books keep their rows and lose their people, so counts and credits stay true. A shop that comes back
 * reads its customers anew: they are new contacts, because the emptied ones have lost Shopify's ids. Opt-outs stay, as keyed
 * hashes. What was made after the request is the returned shop's and is not touched.
 */
export async function redactShop(shopId: number): Promise<void> {
  const { rows } = await pool.query<{ id: number; received_at: Date }>(
    `SELECT id, received_at FROM privacy_case
     WHERE shop_id = $1 AND kind = 'shop_redact' AND status = 'open' ORDER BY id LIMIT 1`,
    [shopId],
  );
  const open = rows[0];
  if (open === undefined) {
    return;
  }
  const redaction: Redaction = {
    shopId,
    until: open.received_at,
    moved: async (erased = 0) => {
      await pool.query(
        'UPDATE privacy_case SET erased = erased + $3, moved_at = now() WHERE shop_id = $1 AND id = $2',
        [shopId, open.id, erased],
      );
    },
  };
  // Campaigns first: what is stopped cannot send, and a review that is being made comes to nothing.
  await redactCampaigns(redaction);
  await redactContacts(redaction);
  await redactWords(redaction);
  await finish(shopId, open.id);
}

async function finish(shopId: number, caseId: number): Promise<void> {
  await withTransaction(async (tx) => {
    const { rows } = await tx.query<{ installed: boolean }>(
      'SELECT uninstalled_at IS NULL AS installed FROM shop WHERE id = $1 FOR UPDATE',
      [shopId],
    );
    if (!(await closeCase(tx, shopId, caseId, { status: 'done', by: 'system' }))) {
      return;
    }
    if (rows[0]?.installed === true) {
      // It came back while its customers were being erased, and may have read some of them into rows that were.
      await tx.query(`UPDATE shop SET sync_status = 'never', sync_count = 0 WHERE id = $1`, [shopId]);
      await enqueue(tx, 'sync-contacts', { shopId }, { key: `sync-contacts:${shopId}` });
    }
    const erased = await tx.query<{ erased: number }>(
      'SELECT erased FROM privacy_case WHERE shop_id = $1 AND id = $2',
      [shopId, caseId],
    );
    await appendLocked(tx, [
      toStream(shopStream(shopId), [{ type: 'ShopErased', data: { contacts: erased.rows[0]?.erased ?? 0 } }]),
    ]);
  });
  log.info({ shopId, caseId }, 'everything personal of a shop was erased');
}
