import type { Transaction } from '../../platform/database.server.ts';
import { closeQuestions } from '../consent/close-questions.server.ts';

/** What holds a number beside contacts, campaigns and files of imports: what was sent back from it. */
export async function forgetNumberBesides(tx: Transaction, shopId: number, phone: number): Promise<void> {
  // She is silent from now on: nobody has to judge her replies.
  await closeQuestions(tx, shopId, phone, 'opted_out');
  await tx.query('UPDATE inbound_text SET phone = NULL, text = NULL WHERE shop_id = $1 AND phone = $2', [
    shopId,
    phone,
  ]);
}

/** Replies to texts to her, from whatever number she had then. */
export async function forgetRepliesOf(tx: Transaction, shopId: number, contactId: number): Promise<void> {
  await tx.query(
    `UPDATE inbound_text i SET phone = NULL, text = NULL
     FROM recipient r
     WHERE i.shop_id = $1 AND (i.phone IS NOT NULL OR i.text IS NOT NULL)
       AND r.shop_id = i.shop_id AND r.campaign_id = i.campaign_id AND r.ordinal = i.ordinal AND r.contact_id = $2`,
    [shopId, contactId],
  );
}
