import { creditsStream } from '../../core/streams.ts';
import { withTransaction } from '../../platform/database.server.ts';
import { append, toStream } from '../../platform/event-store.server.ts';
import { uuidFrom } from '../../platform/uuid.server.ts';

export type GrantResult =
  | { kind: 'granted' | 'already_granted' }
  | { kind: 'rejected'; reason: 'not_a_whole_number' };

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
  return withTransaction(async (tx) => {
    const { rows } = await tx.query<{ received: boolean; now: Date }>(
      `SELECT credit_receive($1, $2, 'grant', $3, NULL) AS received, now() AS now`,
      [shopId, uuidFrom(`grant:${shopId}:${act.commandId}`), credits],
    );
    if (rows[0]?.received !== true) {
      return { kind: 'already_granted' };
    }
    await append(tx, [
      toStream(creditsStream(shopId, rows[0].now), [
        { type: 'CreditsGranted', data: { credits, by: act.by, why: act.why } },
      ]),
    ]);
    return { kind: 'granted' };
  });
}
