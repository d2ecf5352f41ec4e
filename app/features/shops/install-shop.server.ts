import { shopStream } from '../../core/streams.ts';
import { withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { readShopProfile } from './read-shop-profile.server.ts';

/**
 * Installs the app for a shop, or again after an uninstall: its row with what Shopify says about it, the event, and
 * one reading of its customers. Does nothing for a shop that is installed, so any number of requests may call it at
 * once. A time zone that the merchant chose before stays.
 *
 * @param domain of a verified session token, whose offline session is stored already.
 * @returns the shop's id.
 * @throws when Shopify can't be asked: nothing is written, and the next request tries again.
 */
export async function installShop(domain: string): Promise<number> {
  const profile = await readShopProfile(domain);
  return await withTransaction(async (tx) => {
    const { rows } = await tx.query<{ id: number; country: string; time_zone: string }>(
      `INSERT INTO shop AS s (domain, name, country, time_zone) VALUES ($1, $2, $3, $4)
       ON CONFLICT (domain) DO UPDATE SET
         name = EXCLUDED.name, country = EXCLUDED.country, installed_at = now(), uninstalled_at = NULL,
         sync_status = 'never', sync_count = 0
       WHERE s.uninstalled_at IS NOT NULL
       RETURNING id, country, time_zone`,
      [domain, profile.name, profile.country, profile.timeZone],
    );
    const installed = rows[0];
    if (installed === undefined) {
      const other = await tx.query<{ id: number }>('SELECT id FROM shop WHERE domain = $1', [domain]);
      const row = other.rows[0];
      if (row === undefined) {
        throw new Error(`the row of ${domain} conflicts with one that does not exist`);
      }
      return row.id;
    }
    await enqueue(tx, 'sync-contacts', { shopId: installed.id }, { key: `sync-contacts:${installed.id}` });
    await appendLocked(tx, [
      toStream(shopStream(installed.id), [
        { type: 'ShopInstalled', data: { country: installed.country, timeZone: installed.time_zone } },
      ]),
    ]);
    log.info({ shopId: installed.id, shop: domain }, 'installed');
    return installed.id;
  });
}
