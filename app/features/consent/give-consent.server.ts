import type { ContactEvent } from '../../core/events.ts';
import { contactStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { closeQuestions } from './close-questions.server.ts';
import { noteForShopify } from './note-for-shopify.server.ts';

/** By what she said yes, and to which words. */
export type YesEvidence = { source: 'reply' | 'confirmation_link'; evidence: string };
/** `forShopify`: how many customers Shopify is to be told about; `hintWriteBack` after the commit makes it soon. */
export type Agreed = { contacts: number; forShopify: number };

type Row = {
  id: number;
  consent: string;
  /** The wording that she was asked with, when she was asked to confirm. */
  wording: number | null;
  /** The last of her consent events is a no that came from her own phone. */
  own_no: boolean;
};

const LOCKED = `
  SELECT c.id, c.consent,
         (SELECT a.wording FROM consent_asked a
          WHERE a.shop_id = c.shop_id AND a.contact_id = c.id ORDER BY a.asked_at DESC LIMIT 1) AS wording,
         coalesce((SELECT e.type = 'ConsentWithdrawn' AND e.data ->> 'source' IN ('reply', 'opt_out_link')
                   FROM event e WHERE e.category = 4 AND e.shop_id = c.shop_id AND e.stream_key = c.id
                   ORDER BY e.stream_version DESC LIMIT 1), false) AS own_no
  FROM contact c
  WHERE c.shop_id = $1 AND c.phone = $2 AND c.erased_at IS NULL
  ORDER BY c.shopify_id, c.id FOR UPDATE OF c`;

/**
 * Who was asked to confirm says yes. Counts for her records that wait for it, as a confirmed opt-in, unless another record of
 * her number has a no. Any number of times is as once. Ends with the append.
 */
export async function confirmConsentIn(
  tx: Transaction,
  shopId: number,
  phone: number,
  yes: YesEvidence,
): Promise<Agreed> {
  const { rows } = await tx.query<Row>(LOCKED, [shopId, phone]);
  const questioned = await questionedOf(tx, shopId, rows);
  const waiting = rows.filter(
    ({ id, consent, wording }) => consent === 'pending' && wording !== null && !questioned.has(id),
  );
  return rows.some(({ consent }) => consent === 'unsubscribed')
    ? { contacts: 0, forShopify: 0 }
    : agree(tx, shopId, phone, waiting, 'CONFIRMED_OPT_IN', yes);
}

/**
 * She takes back a no of her own, by the word for it (START): only where every no of her number was said on this very phone, by
 * a reply or by the link in a text. A no that the merchant, an import or Shopify brought is not hers to undo by a word that may be
 * meant for somebody else, and who never said yes has not seen what she would agree to. Ends with the append.
 */
export async function resumeConsentIn(
  tx: Transaction,
  shopId: number,
  phone: number,
  yes: YesEvidence,
): Promise<Agreed> {
  const { rows } = await tx.query<Row>(LOCKED, [shopId, phone]);
  const silent = rows.filter(({ consent }) => consent === 'unsubscribed');
  return silent.length === 0 || silent.some(({ own_no }) => !own_no)
    ? { contacts: 0, forShopify: 0 }
    : agree(tx, shopId, phone, silent, 'SINGLE_OPT_IN', yes);
}

async function agree(
  tx: Transaction,
  shopId: number,
  phone: number,
  rows: Row[],
  level: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN',
  { source, evidence }: YesEvidence,
): Promise<Agreed> {
  if (rows.length === 0) {
    return { contacts: 0, forShopify: 0 };
  }
  const { rows: clock } = await tx.query<{ now: Date }>(
    `WITH clock AS MATERIALIZED (SELECT date_trunc('milliseconds', clock_timestamp()) AS now), agreed AS (
       UPDATE contact c SET consent = 'subscribed', consent_at = clock.now FROM clock
       WHERE c.shop_id = $1 AND c.id = ANY ($2::bigint[])
     )
     SELECT now FROM clock`,
    [shopId, rows.map(({ id }) => id)],
  );
  const at = clock[0]?.now ?? new Date();
  await closeQuestions(tx, shopId, phone, 'texts_go_on');
  const forShopify = await noteForShopify(tx, shopId, [{ phone, state: 'subscribed', level, at }]);
  await appendLocked(
    tx,
    rows.map(({ id, wording }) => {
      const given: ContactEvent = {
        type: 'ConsentGiven',
        data: { source, level, wording: wording?.toString() ?? null, evidence, at: at.toISOString() },
      };
      return toStream(contactStream(shopId, id), [given]);
    }),
  );
  return { contacts: rows.length, forShopify };
}

async function questionedOf(tx: Transaction, shopId: number, rows: Row[]): Promise<Set<number>> {
  const { rows: questioned } = await tx.query<{ contact_id: number }>(
    'SELECT contact_id FROM consent_question WHERE shop_id = $1 AND contact_id = ANY ($2::bigint[])',
    [shopId, rows.map(({ id }) => id)],
  );
  return new Set(questioned.map(({ contact_id }) => contact_id));
}
