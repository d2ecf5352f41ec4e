import { contactStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import { askToRead, hintRead } from '../contacts/ask-to-read.server.ts';
import { optOutIn } from '../contacts/opt-out.server.ts';
import { closeQuestions } from './close-questions.server.ts';
import { hintWriteBack } from './note-for-shopify.server.ts';
import { evidenceOf } from './question-consent.server.ts';

export type ReplyDecision = 'opted_out' | 'texts_go_on';
export type Decided =
  | { kind: 'decided'; decision: ReplyDecision }
  /** Somebody else was first, or she has said it more plainly since. */
  | { kind: 'already_decided'; decision: ReplyDecision }
  | { kind: 'not_found' };

/**
 * The merchant has read a reply that looks like a no. It is one: she is opted out. It is none: the yes of before stands, where
 * nothing newer was said. All of her replies that wait are decided with it.
 *
 * @param by the member of staff, by Shopify's id.
 */
export async function decideReply(
  shopId: number,
  inboundId: number,
  decision: ReplyDecision,
  by: string,
): Promise<Decided> {
  const { decided, forShopify, toRead } = await withTransaction((tx) =>
    decideIn(tx, shopId, inboundId, { decision, by }),
  );
  log.info({ shopId, ...decided }, 'a reply was judged');
  if (forShopify > 0) {
    await hintWriteBack(shopId);
  }
  if (toRead > 0) {
    await hintRead(shopId);
  }
  return decided;
}

type Outcome = { decided: Decided; forShopify: number; toRead: number };
const nothing = (decided: Decided): Outcome => ({ decided, forShopify: 0, toRead: 0 });

async function decideIn(
  tx: Transaction,
  shopId: number,
  inboundId: number,
  { decision, by }: { decision: ReplyDecision; by: string },
): Promise<Outcome> {
  const { rows } = await tx.query<{ phone: number | null; decision: ReplyDecision | null }>(
    `SELECT phone, decision FROM inbound_text WHERE shop_id = $1 AND id = $2 AND meaning = 'suspected_stop'`,
    [shopId, inboundId],
  );
  const [reply] = rows;
  if (reply === undefined) {
    return nothing({ kind: 'not_found' });
  }
  if (reply.decision !== null) {
    return nothing({ kind: 'already_decided', decision: reply.decision });
  }
  // Who was erased is silent already.
  if (reply.phone === null) {
    return nothing({ kind: 'already_decided', decision: 'opted_out' });
  }
  const evidence = evidenceOf(inboundId);
  if (decision === 'opted_out') {
    const { forShopify } = await optOutIn(tx, shopId, reply.phone, { source: 'reply', evidence, by });
    return { decided: { kind: 'decided', decision }, forShopify, toRead: 0 };
  }
  const toRead = await uphold(tx, shopId, reply.phone, { evidence, by });
  return { decided: { kind: 'decided', decision }, forShopify: 0, toRead };
}

async function uphold(
  tx: Transaction,
  shopId: number,
  phone: number,
  { evidence, by }: { evidence: string; by: string },
): Promise<number> {
  const { rows: people } = await tx.query<{ shopify_id: string | null }>(
    'SELECT shopify_id FROM contact WHERE shop_id = $1 AND phone = $2 ORDER BY shopify_id, id FOR UPDATE',
    [shopId, phone],
  );
  const known = people.flatMap(({ shopify_id }) => (shopify_id === null ? [] : [shopify_id]));
  const { rows } = await tx.query<{ id: number; now: Date }>(
    `UPDATE contact c SET consent = 'subscribed', consent_at = q.before_at
     FROM consent_question q
     JOIN inbound_text t ON t.shop_id = q.shop_id AND t.id = q.inbound_id AND t.phone = $2
     WHERE q.shop_id = $1 AND c.shop_id = q.shop_id AND c.id = q.contact_id AND c.phone = $2
       -- Whatever was said since the reply stands.
       AND c.consent = 'pending' AND c.consent_at = q.asked_at AND c.erased_at IS NULL
     RETURNING c.id, clock_timestamp() AS now`,
    [shopId, phone],
  );
  await closeQuestions(tx, shopId, phone, 'texts_go_on');
  // While the reply waited nothing of before it was taken from Shopify: neither a yes nor a no of then must be missed.
  await askToRead(tx, shopId, known);
  const at = (rows[0]?.now ?? new Date()).toISOString();
  if (rows.length > 0) {
    await appendLocked(
      tx,
      rows.map(({ id }) =>
        toStream(contactStream(shopId, id), [{ type: 'ConsentUpheld', data: { evidence, by, at } }]),
      ),
    );
  }
  return known.length;
}
