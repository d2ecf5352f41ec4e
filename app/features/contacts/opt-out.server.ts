import type { ToldBy } from '../../core/contacts/contact-events.ts';
import type { ContactEvent } from '../../core/events.ts';
import { contactStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import { suppressNumber } from '../compliance/suppress-numbers.server.ts';
import { closeQuestions } from '../consent/close-questions.server.ts';
import { hintWriteBack, noteForShopify } from '../consent/note-for-shopify.server.ts';

/** Whose number is to be silent: a recipient of a campaign, or a number as digits of its E.164 form. */
export type OptingOut = { campaignId: number; ordinal: number } | { phone: number };
/**
 * How she said it. `evidence` is a code that names rows, as formatReference writes it, never words or numbers; `toldBy` is how
 * the merchant heard it.
 */
export type OptOutEvidence = {
  source: 'opt_out_link' | 'merchant' | 'reply' | 'import';
  evidence: string | null;
  toldBy?: ToldBy;
  /** The member of staff who recorded it, by Shopify's id. */
  by?: string;
};
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
  const { result, forShopify } = await withTransaction(async (tx): Promise<Silenced> => {
    const phone = 'phone' in who ? who.phone : await phoneOf(tx, shopId, who);
    return phone === null
      ? { result: { kind: 'nobody' }, forShopify: 0 }
      : optOutIn(tx, shopId, phone, evidence);
  });
  log.info({ shopId, source: evidence.source, ...result }, 'opt-out');
  if (forShopify > 0) {
    await hintWriteBack(shopId);
  }
  return result;
}

/** `forShopify`: how many customers Shopify is to be told about; `hintWriteBack` after the commit makes it soon. */
export type Silenced = { result: OptedOut; forShopify: number };

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

/** As `optOut`, in the caller's transaction. Ends with the append. */
export async function optOutIn(
  tx: Transaction,
  shopId: number,
  phone: number,
  { source, evidence, toldBy, by }: OptOutEvidence,
): Promise<Silenced> {
  const { now, unsilenced } = await lockRecords(tx, shopId, phone);
  // A no that is said again is newer than a yes of between, which may still be on its way from Shopify.
  await tx.query(
    `UPDATE contact SET consent = 'unsubscribed', consent_at = greatest(consent_at, $3)
     WHERE shop_id = $1 AND phone = $2`,
    [shopId, phone, now],
  );
  await suppressNumber(tx, shopId, phone, { reason: 'opted_out', at: now });
  await closeQuestions(tx, shopId, phone, 'opted_out');
  const forShopify = await noteForShopify(tx, shopId, [
    { phone, state: 'unsubscribed', level: 'SINGLE_OPT_IN', at: now },
  ]);
  if (unsilenced.length > 0) {
    const withdrawn: ContactEvent = {
      type: 'ConsentWithdrawn',
      data: {
        source,
        evidence,
        ...(toldBy === undefined ? {} : { toldBy }),
        ...(by === undefined ? {} : { by }),
        at: now.toISOString(),
      },
    };
    await appendLocked(
      tx,
      unsilenced.map((id) => toStream(contactStream(shopId, id), [withdrawn])),
    );
  }
  return { result: { kind: 'opted_out', contacts: unsilenced.length }, forShopify };
}

/** All records of a number, in the order in which every writer of contacts locks them. */
async function lockRecords(
  tx: Transaction,
  shopId: number,
  phone: number,
): Promise<{ now: Date; unsilenced: number[] }> {
  const { rows } = await tx.query<{ id: number; silent: boolean }>(
    `SELECT id, consent = 'unsubscribed' AS silent FROM contact
     WHERE shop_id = $1 AND phone = $2 ORDER BY shopify_id, id FOR UPDATE`,
    [shopId, phone],
  );
  // After the locks: the moment must not lie before what they waited for.
  const { rows: clock } = await tx.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return {
    now: clock[0]?.now ?? new Date(),
    unsilenced: rows.flatMap(({ id, silent }) => (silent ? [] : [id])),
  };
}
