import { withTransaction } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { forgetTestNumber } from './empty-tests.server.ts';
import { forgetNumberBesides } from './forget-besides.server.ts';
import { lockErasure } from './lock-erasure.server.ts';
import { suppressNumber } from './suppress-numbers.server.ts';

/**
 * Forgets a number that may be on no record any more: what campaigns froze of it, and the merchant's test phones. It stays
 * silent until a newer consent. The records that have it are erased before, each as a person (eraseContact).
 *
 * @returns how many texts of campaigns were emptied.
 */
export async function forgetNumber(shopId: number, phone: number): Promise<number> {
  const recipients = await withTransaction(async (tx) => {
    await lockErasure(tx, shopId);
    const { rowCount } = await tx.query(
      'UPDATE recipient SET phone = NULL, merge = NULL WHERE shop_id = $1 AND phone = $2',
      [shopId, phone],
    );
    await forgetTestNumber(tx, shopId, phone);
    await forgetNumberBesides(tx, shopId, phone);
    const { rows } = await tx.query<{ now: Date }>('SELECT now() AS now');
    await suppressNumber(tx, shopId, phone, { reason: 'erased', at: rows[0]?.now ?? new Date() });
    return rowCount ?? 0;
  });
  log.info({ shopId, recipients }, 'erasure of a number');
  return recipients;
}
