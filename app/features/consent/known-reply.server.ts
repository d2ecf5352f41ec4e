import { createHmac, hkdfSync } from 'node:crypto';
import type { InboundText } from '../../core/consent/inbound-text.ts';
import type { ReplyMeaning } from '../../core/consent/read-reply.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';

/** What a reply is known by when it comes again: the carrier's id, or else its content. HMACs, because they hold a number. */
export type ReplyKey = { carrier: Buffer; content: null } | { carrier: null; content: Buffer };

/** A carrier that got no answer posts again within moments; people take longer to say the same thing twice. */
const REPETITION_SECONDS = 30;

/** What some gateways write where there is no id: then every text would be the repetition of the first. */
const NO_IDS: ReadonlySet<string> = new Set(['null', 'undefined', 'none', 'nil', 'false', 'n/a', '-1']);
const namesNothing = (id: string): boolean => NO_IDS.has(id.toLowerCase()) || /^[0-]+$/.test(id);

/** An id that comes again with other words, or from another number, is another reply: none of them is to be swallowed. */
export function replyKey({ id, from, to, text }: InboundText): ReplyKey {
  const secret = Buffer.from(env.ENCRYPTION_KEY, 'hex');
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'inbound texts', 32));
  const hmac = (name: string) => createHmac('sha256', key).update(name).digest();
  return id === undefined || namesNothing(id)
    ? { carrier: null, content: hmac(JSON.stringify([from, to, text])) }
    : { carrier: hmac(JSON.stringify(['id', id, from, text])), content: null };
}

/**
 * Whether a reply without an id is the one before, posted again: the same words within seconds, and nothing else between. STOP,
 * START, STOP are three replies.
 *
 * DANGER: a START that is posted again after the STOP that followed it would turn a no into a yes. So for a yes it is enough
 * that the same words came within seconds; whoever means it says it again.
 *
 * Takes a lock on the number until the transaction ends, so that of two at one moment the second sees the first.
 */
export async function isRepetition(
  tx: Transaction,
  shopId: number,
  phone: number,
  content: Buffer,
  meaning: ReplyMeaning,
): Promise<boolean> {
  await tx.query('SELECT pg_advisory_xact_lock(2007, hashint8($1))', [phone]);
  const { rows } = await tx.query<{ again: boolean }>(
    `SELECT coalesce(bool_or(t.content_key = $3 AND ($4 OR t.newest)), false) AS again
     FROM (
       SELECT content_key, received_at, row_number() OVER (ORDER BY id DESC) = 1 AS newest
       FROM inbound_text WHERE shop_id = $1 AND phone = $2
       ORDER BY id DESC LIMIT 20
     ) t
     WHERE t.received_at > clock_timestamp() - make_interval(secs => ${REPETITION_SECONDS})`,
    [shopId, phone, content, meaning === 'yes' || meaning === 'start'],
  );
  return rows[0]?.again === true;
}
