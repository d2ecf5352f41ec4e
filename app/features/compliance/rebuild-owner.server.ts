import type { Transaction } from '../../platform/database.server.ts';
import type { Scope } from './rebuild-projection.ts';
import { type Projection, projections } from './rebuild-projections.server.ts';
import type { Put } from './rebuild-put.ts';

/**
 * The rows that are put right together, because one set of locks keeps their writers away: of a campaign its row, batches,
 * omissions and messages; its page counters; of a shop its settings, its contacts' consent, its credits.
 */
export type Owner = { kind: Put['owner']; shopId: number; campaignId: number | null };

export const scopeOf = ({ shopId, campaignId }: Owner): Scope =>
  campaignId === null ? { shopId } : { shopId, campaignId };

export const projectionsOf = (owner: Owner): Projection[] =>
  projections.filter(({ put }) => put.owner === owner.kind);

/** `WHERE` for the rows of an owner in a table of differing rows. */
export const ofOwner = ({ shopId, campaignId }: Owner): string =>
  campaignId === null ? `shop_id = ${shopId}` : `shop_id = ${shopId} AND campaign_id = ${campaignId}`;

/**
 * Keeps every writer of an owner's rows away until the transaction ends, in the order in which writers lock:
 * campaign, batches, account, checkpoint, lanes. With the rows locked, whoever has written one but not committed is
 * through, or waits before it has a lane; with the lanes locked, nobody is between writing its rows and its event.
 *
 * DANGER: lane 6 comes before the others. Whoever settles traced texts holds it when the lanes of its append are taken
 * (settle-traced.server.ts), and so does whoever records reports.
 */
export async function lockOwner(tx: Transaction, owner: Owner): Promise<void> {
  const { shopId, campaignId } = owner;
  switch (owner.kind) {
    case 'campaign':
      // Against a freeze, which writes and deletes batches long before it locks the campaign.
      await tx.query('SELECT pg_advisory_xact_lock(2000, $1::integer)', [(campaignId ?? 0) % 2 ** 31]);
      await tx.query('SELECT FROM campaign WHERE shop_id = $1 AND id = $2 FOR UPDATE', [shopId, campaignId]);
      await tx.query(
        'SELECT FROM send_batch WHERE shop_id = $1 AND campaign_id = $2 ORDER BY batch_no FOR UPDATE',
        [shopId, campaignId],
      );
      break;
    case 'count':
      // Its one writer, project_campaign_counts, meets us here, and what it has read by then does not change.
      await tx.query(`SELECT FROM projection WHERE name = 'campaign_count' ORDER BY category FOR UPDATE`);
      return;
    case 'shop':
      await tx.query('SELECT FROM shop WHERE id = $1 FOR NO KEY UPDATE', [shopId]);
      break;
    case 'contact':
      await tx.query(
        `SELECT FROM contact c WHERE c.shop_id = $1
           AND EXISTS (SELECT FROM piece_contact p WHERE p.shop_id = c.shop_id AND p.contact_id = c.id)
         ORDER BY c.shopify_id, c.id FOR UPDATE`,
        [shopId],
      );
      break;
    default:
      await tx.query('SELECT credit_open($1)', [shopId]);
      await tx.query(`SELECT FROM credit_account WHERE shop_id = $1 AND code = 'available' FOR UPDATE`, [
        shopId,
      ]);
  }
  const lanes = new Set(projectionsOf(owner).flatMap(({ put }) => put.categories));
  for (const lane of [...lanes].sort((a, b) => (a === 6 ? 0 : a) - (b === 6 ? 0 : b))) {
    await tx.query('SELECT pg_advisory_xact_lock(1000, $1)', [lane]);
  }
}
