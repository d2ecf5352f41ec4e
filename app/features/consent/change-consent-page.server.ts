import { z } from 'zod';
import { pool } from '../../platform/database.server.ts';
import { type Decided, decideReply } from './decide-reply.server.ts';
import { hintWriteBack } from './note-for-shopify.server.ts';
import { saveWording, type WordingResult } from './save-wording.server.ts';

const judge = z.object({
  intent: z.literal('judge'),
  id: z.coerce.number().int().positive(),
  decision: z.enum(['opted_out', 'texts_go_on']),
});
const intent = z.object({ intent: z.enum(['retry', 'wording']) });

export type ConsentPageAnswer =
  | Decided
  | WordingResult
  | { kind: 'retried' }
  /** Nothing that a page of ours would post. */
  | { kind: 'unreadable' };

/**
 * What the page about consent posts.
 *
 * @param by the member of staff, by Shopify's id.
 */
export async function changeConsentPage(
  shopId: number,
  posted: FormData,
  by: string,
): Promise<ConsentPageAnswer> {
  const judged = judge.safeParse(Object.fromEntries(posted));
  if (judged.success) {
    return decideReply(shopId, judged.data.id, judged.data.decision, by);
  }
  switch (intent.safeParse(Object.fromEntries(posted)).data?.intent) {
    case 'retry':
      await retryWritebacks(shopId);
      return { kind: 'retried' };
    case 'wording':
      return saveWording(shopId, posted);
    default:
      return { kind: 'unreadable' };
  }
}

/** Everything that was given up is told again, five times more. */
async function retryWritebacks(shopId: number): Promise<void> {
  await pool.query(
    `UPDATE consent_writeback
     SET attempts = 0, next_at = clock_timestamp(), problem = NULL, ended_at = NULL, outcome = NULL
     WHERE shop_id = $1 AND outcome = 'given_up'`,
    [shopId],
  );
  await hintWriteBack(shopId);
}
