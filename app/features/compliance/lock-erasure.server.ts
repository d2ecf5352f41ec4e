import type { Transaction } from '../../platform/database.server.ts';

/**
 * Against freezes that end at this moment: the trigger empty_erased_recipients takes it shared. Held until the commit; taken
 * before an erasure looks for recipients.
 */
export async function lockErasure(tx: Transaction, shopId: number): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(2003, $1::integer)', [shopId % 2 ** 31]);
}
