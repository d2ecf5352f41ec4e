import { creditsStream } from '../../core/streams.ts';
import { withTransaction } from '../../platform/database.server.ts';
import { append, toStream } from '../../platform/event-store.server.ts';
import { uuidFrom } from '../../platform/uuid.server.ts';

export type GrantResult =
  | { kind: 'granted' | 'already_granted' }
  | { kind: 'rejected'; reason: 'not_a_whole_number' | 'other_grant_under_this_id' };

/**
 * The operator gives a shop credits (a trial, goodwill). `commandId` names the act: asked for again, it is the same
 * grant.
 */
export async function grantCredits(
  shopId: number,
  credits: number,
  act: { by: string; why: string; commandId: string },
): Promise<GrantResult> {
  if (!Number.isSafeInteger(credits) || credits <= 0) {
    return { kind: 'rejected', reason: 'not_a_whole_number' };
  }
  const id = uuidFrom(`grant:${shopId}:${act.commandId}`);
  return withTransaction(async (tx) => {
    const { rows } = await tx.query<{ received: boolean; now: Date }>(
      `SELECT credit_receive($1, $2, 'grant', $3, NULL) AS received, now() AS now`,
      [shopId, id, credits],
    );
    if (rows[0]?.received !== true) {
      const { rows: before } = await tx.query<{ amount: number }>(
        'SELECT amount FROM credit_transfer WHERE shop_id = $1 AND id = $2',
        [shopId, id],
      );
      return before[0]?.amount === credits
        ? { kind: 'already_granted' }
        : { kind: 'rejected', reason: 'other_grant_under_this_id' };
    }
    await append(tx, [
      toStream(creditsStream(shopId, rows[0].now), [
        { type: 'CreditsGranted', data: { credits, by: act.by, why: act.why } },
      ]),
    ]);
    return { kind: 'granted' };
  });
}
