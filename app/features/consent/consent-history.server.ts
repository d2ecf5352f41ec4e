import { type ConsentEntry, consentStory } from '../../core/consent/consent-story.ts';
import type { ReplyMeaning } from '../../core/consent/read-reply.ts';
import { contactStream } from '../../core/streams.ts';
import { pool } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import type { ReplyDecision } from './decide-reply.server.ts';

export type ConsentHistory = {
  /** Newest first. */
  entries: ConsentEntry[];
  /** The words of the versions that the entries name. */
  wordings: Record<number, string>;
};

/**
 * Who said yes or no, when, where, to which words: from the events themselves, which nobody can change. An audit view, so it
 * reads no projection; one person's events are found by the index of her stream.
 */
export async function consentHistory(shopId: number, contactId: number): Promise<ConsentHistory> {
  const entries = consentStory(await readStream(pool, contactStream(shopId, contactId)));
  const versions = entries.flatMap((entry) =>
    entry.kind === 'given' && entry.wording !== null ? [entry.wording] : [],
  );
  const { rows } = await pool.query<{ version: number; text: string }>(
    'SELECT version, text FROM consent_wording WHERE shop_id = $1 AND version = ANY ($2::integer[])',
    [shopId, versions],
  );
  return { entries, wordings: Object.fromEntries(rows.map(({ version, text }) => [version, text])) };
}

/** A text that she sent. `text` is null when it was erased or may have been meant for another shop. */
export type ReplyItem = {
  id: number;
  at: string;
  text: string | null;
  meaning: ReplyMeaning;
  decision: ReplyDecision | null;
};

const REPLIES_MAX = 50;

/** What came from a number, newest first. */
export async function repliesFrom(shopId: number, phone: number | null): Promise<ReplyItem[]> {
  if (phone === null) {
    return [];
  }
  const { rows } = await pool.query<Omit<ReplyItem, 'at'> & { received_at: Date }>(
    `SELECT id, received_at, text, meaning, decision FROM inbound_text
     WHERE shop_id = $1 AND phone = $2 ORDER BY id DESC LIMIT ${REPLIES_MAX}`,
    [shopId, phone],
  );
  return rows.map(({ received_at: at, ...reply }) => ({ ...reply, at: at.toISOString() }));
}
