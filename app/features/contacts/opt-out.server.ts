import type { ContactEvent } from '../../core/events.ts';
import { contactStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import { suppressNumber } from '../compliance/suppress-numbers.server.ts';

/** Whose number is to be silent: a recipient of a campaign, or a number as digits of its E.164 form. */
export type OptingOut = { campaignId: number; ordinal: number } | { phone: number };
/** How she said it. `evidence` is a code that names rows, as formatReference writes it, never words or numbers. */
export type OptOutEvidence = { source: 'opt_out_link' | 'merchant' | 'reply'; evidence: string | null };
export type OptedOut =
  /** `contacts`: how many of her records said yes, or nothing, until now. */
  | { kind: 'opted_out'; contacts: number }
  /** She was erased, and has been silent since; or there never was such a recipient. */
  | { kind: 'nobody' };

/**
 * No more texts from the shop to a number: in force when it returns, also for campaigns that are running (P6), for all of the
 * shop's records with that number, and for those that come later with an older consent. Any number of times is as once.
 */
export async function optOut(shopId: number, who: OptingOut, evidence: OptOutEvidence): Promise<OptedOut> {
  const result = await withTransaction(async (tx): Promise<OptedOut> => {
    const phone = 'phone' in who ? who.phone : await phoneOf(tx, shopId, who);
    return phone === null ? { kind: 'nobody' } : silence(tx, shopId, phone, evidence);
  });
  log.info({ shopId, source: evidence.source, ...result }, 'opt-out');
  return result;
}

/** The number that the text went to, whatever number her contact has today: consent belongs to a number. */
async function phoneOf(
  tx: Transaction,
  shopId: number,
  { campaignId, ordinal }: { campaignId: number; ordinal: number },
): Promise<number | null> {
  const { rows } = await tx.query<{ phone: number | null }>(
    'SELECT phone FROM recipient WHERE shop_id = $1 AND campaign_id = $2 AND ordinal = $3',
    [shopId, campaignId, ordinal],
  );
  return rows[0]?.phone ?? null;
}

async function silence(
  tx: Transaction,
  shopId: number,
  phone: number,
  { source, evidence }: OptOutEvidence,
): Promise<OptedOut> {
  const { now, unsilenced } = await lockRecords(tx, shopId, phone);
  // A no that is said again is newer than a yes of between, which may still be on its way from Shopify.
  await tx.query(
    `UPDATE contact SET consent = 'unsubscribed', consent_at = greatest(consent_at, $3)
     WHERE shop_id = $1 AND phone = $2`,
    [shopId, phone, now],
  );
  await suppressNumber(tx, shopId, phone, { reason: 'opted_out', at: now });
  if (unsilenced.length > 0) {
    const withdrawn: ContactEvent = {
      type: 'ConsentWithdrawn',
      data: { source, evidence, at: now.toISOString() },
    };
    await appendLocked(
      tx,
      unsilenced.map((id) => toStream(contactStream(shopId, id), [withdrawn])),
    );
  }
  return { kind: 'opted_out', contacts: unsilenced.length };
}

/** All records of a number, in the order in which every writer of contacts locks them. */
async function lockRecords(
  tx: Transaction,
  shopId: number,
  phone: number,
): Promise<{ now: Date; unsilenced: number[] }> {
  const { rows } = await tx.query<{ id: number; silent: boolean }>(
    `SELECT id, consent = 'unsubscribed' AS silent FROM contact
     WHERE shop_id = $1 AND phone = $2 ORDER BY shopify_id FOR UPDATE`,
    [shopId, phone],
  );
  // After the locks: the moment must not lie before what they waited for.
  const { rows: clock } = await tx.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return {
    now: clock[0]?.now ?? new Date(),
    unsilenced: rows.flatMap(({ id, silent }) => (silent ? [] : [id])),
  };
}
