import { z } from 'zod';
import {
  type ConsentWording,
  consentWordingSchema,
  NO_WORDING,
  type WordingProblem,
  wordingProblems,
} from '../../core/consent/consent-wording.ts';
import { pool, type Queryable, withTransaction } from '../../platform/database.server.ts';
import { shopSettingsOf } from '../shops/change-settings.server.ts';

export type KeptWording = ConsentWording & {
  /** 0 and no time: the shop has written nothing yet. */
  version: number;
  since: string | null;
};
export type WordingResult =
  | { kind: 'saved'; version: number }
  | { kind: 'invalid'; problems: WordingProblem[] };

/** What the shop says today when it asks for a yes. */
export async function wordingToday(shopId: number, db: Queryable = pool): Promise<KeptWording> {
  const { rows } = await db.query<ConsentWording & { version: number; since: Date }>(
    `SELECT version, text, double_opt_in AS "doubleOptIn", confirmation, created_at AS since
     FROM consent_wording WHERE shop_id = $1 ORDER BY version DESC LIMIT 1`,
    [shopId],
  );
  const row = rows[0];
  return row === undefined
    ? { ...NO_WORDING, version: 0, since: null }
    : { ...row, since: row.since.toISOString() };
}

const form = consentWordingSchema.extend({
  doubleOptIn: z
    .literal('true')
    .optional()
    .transform((value) => value === 'true'),
});

/** Keeps a changed wording as a new version; those that somebody has said yes to stay as they were. */
export async function saveWording(shopId: number, posted: FormData): Promise<WordingResult> {
  const parsed = form.safeParse(Object.fromEntries(posted));
  if (!parsed.success) {
    return {
      kind: 'invalid',
      problems: parsed.error.issues.map((issue) => ({
        field: issue.path[0] === 'confirmation' ? 'confirmation' : 'text',
        message: 'Write at most 2,000 characters.',
      })),
    };
  }
  const wanted = parsed.data;
  const problems = wordingProblems(wanted, await shopSettingsOf(shopId));
  if (problems.length > 0) {
    return { kind: 'invalid', problems };
  }
  return withTransaction(async (tx) => {
    // Two tabs meet here, so that versions have no gap and no double.
    await tx.query('SELECT FROM shop WHERE id = $1 FOR NO KEY UPDATE', [shopId]);
    const { version, text, doubleOptIn, confirmation } = await wordingToday(shopId, tx);
    const same =
      text === wanted.text && doubleOptIn === wanted.doubleOptIn && confirmation === wanted.confirmation;
    if (version > 0 && same) {
      return { kind: 'saved', version };
    }
    await tx.query(
      `INSERT INTO consent_wording (shop_id, version, text, double_opt_in, confirmation)
       VALUES ($1, $2, $3, $4, $5)`,
      [shopId, version + 1, wanted.text, wanted.doubleOptIn, wanted.confirmation],
    );
    await tx.query(
      wanted.doubleOptIn
        ? `INSERT INTO confirmation_round AS r (shop_id) VALUES ($1)
           ON CONFLICT (shop_id) DO UPDATE SET next_at = clock_timestamp()`
        : 'DELETE FROM confirmation_round WHERE shop_id = $1',
      [shopId],
    );
    return { kind: 'saved', version: version + 1 };
  });
}
