import { shopStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { append, toStream } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import { uuidFrom } from '../../platform/uuid.server.ts';

/** Shopify's clock and ours differ a little; an uninstall this much older than the install may still be after it. */
const clockSkewSeconds = 60;

export type Uninstalled =
  | { kind: 'uninstalled' }
  | { kind: 'ignored'; why: 'unknown_shop' | 'already' | 'before_install' };

/**
 * Shopify says that the shop has removed the app. From the commit on nothing is sent for it (each dispatch checks
 * `uninstalled_at`), and its tokens are gone; its data stays until Shopify asks for the erasure.
 *
 * Webhooks come twice and late: a repetition changes nothing, and neither does an uninstall from before the latest
 * install. Where the clocks leave it open the shop counts as uninstalled, which its next visit repairs.
 *
 * @param webhook the delivery's id, and when it was triggered.
 */
export async function uninstallShop(
  domain: string,
  webhook: { id: string; triggeredAt: Date },
): Promise<Uninstalled> {
  const result = await withTransaction((tx) => uninstall(tx, domain, webhook));
  log.info({ shop: domain, ...result }, 'uninstall');
  return result;
}

async function uninstall(
  tx: Transaction,
  domain: string,
  webhook: { id: string; triggeredAt: Date },
): Promise<Uninstalled> {
  const commandId = uuidFrom(`shopify webhook ${webhook.id}`);
  const { rows } = await tx.query<{ id: number; installed: boolean; stale: boolean; repeated: boolean }>(
    `SELECT id, uninstalled_at IS NULL AS installed,
            installed_at > $2::timestamptz + $3 * interval '1 second' AS stale,
            EXISTS (SELECT FROM command WHERE command_id = $4) AS repeated
     FROM shop WHERE domain = $1 FOR UPDATE`,
    [domain, webhook.triggeredAt, clockSkewSeconds, commandId],
  );
  const shop = rows[0];
  if (shop === undefined) {
    return { kind: 'ignored', why: 'unknown_shop' };
  }
  if (!shop.installed || shop.repeated) {
    return { kind: 'ignored', why: 'already' };
  }
  if (shop.stale) {
    return { kind: 'ignored', why: 'before_install' };
  }
  await tx.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [shop.id]);
  await tx.query('DELETE FROM "Session" WHERE "shop" = $1', [domain]);
  const appended = await append(
    tx,
    [toStream(shopStream(shop.id), [{ type: 'ShopUninstalled', data: {} }])],
    {
      id: commandId,
      input: { domain, webhook: webhook.id },
      outcome: { kind: 'uninstalled' },
    },
  );
  if (appended.kind !== 'appended') {
    throw new Error(`the uninstall of shop ${shop.id} ended as ${appended.kind} under its row lock`);
  }
  return { kind: 'uninstalled' };
}
