import type { ContactValues } from '../../core/contacts/shopify-customer.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked } from '../../platform/event-store.server.ts';
import { advance, noteSeen, type Reading, showProgress } from './sync-state.server.ts';
import { upsertContacts } from './upsert-contacts.server.ts';

/**
 * A group of customers and the place where it ends in the reading, together. False, and nothing written, when another run
 * is ahead.
 */
export async function storeCustomers(
  from: Reading,
  contacts: ContactValues[],
  to: Pick<Reading, 'storedCount'> & Partial<Pick<Reading, 'storedBytes' | 'cursor'>>,
): Promise<boolean> {
  const stored = await withTransaction(async (tx) => {
    if (!(await advance(from, { ...to, failures: 0 }, tx))) {
      return false;
    }
    const events = await upsertContacts(tx, from.shopId, contacts, from.beganAt);
    const ids = contacts.map(({ shopifyId }) => shopifyId);
    await noteSeen(tx, from, ids);
    await forgetQuestions(tx, from, ids);
    if (events.length > 0) {
      await appendLocked(tx, events);
    }
    return true;
  });
  if (stored) {
    await showProgress(from.shopId, to.storedCount);
  }
  return stored;
}

/** What was asked before the reading began is answered by it. */
async function forgetQuestions(tx: Transaction, { shopId, beganAt }: Reading, ids: string[]): Promise<void> {
  await tx.query({
    name: 'forget_questions',
    text: `DELETE FROM customer_to_read
           WHERE shop_id = $1 AND asked_at < $2 AND shopify_id = ANY ($3::text[])`,
    values: [shopId, beganAt, ids],
  });
}
