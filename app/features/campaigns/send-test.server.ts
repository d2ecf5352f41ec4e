import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { TEST_NUMBERS_MAX } from '../../core/campaigns/audience.ts';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { checkInput, type FieldProblem } from '../../core/campaigns/campaign-input.ts';
import { requestReview } from '../../core/campaigns/decide.ts';
import { testOf } from '../../core/campaigns/test-send.ts';
import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { uuidFrom } from '../../platform/uuid.server.ts';
import { shopSettingsOf } from '../shops/change-settings.server.ts';
import { testNumbersIn } from '../shops/test-numbers.server.ts';
import { campaignToEdit } from './campaign-editor-page.server.ts';
import { changeCampaignIn } from './change-campaign.server.ts';
import { confirmCampaign } from './confirm-campaign.server.ts';
import { countTests } from './count-tests.server.ts';
import { freezeAudience } from './freeze-audience.server.ts';
import { createDraft } from './save-draft.server.ts';

const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 100;

const digits = z.coerce.number().int().positive().max(999_999_999_999_999);
const testForm = z.object({
  /** Made by the page for one press: whatever comes twice with it is one test. */
  commandId: z.uuid(),
  numbers: z.array(digits).min(1).max(TEST_NUMBERS_MAX),
  /** The contact whose values stand in the text. */
  as: z.preprocess((value) => (value === '' ? null : value), z.coerce.number().int().positive().nullable()),
  /** The most that it may cost: what the page showed. */
  ceiling: z.coerce.number().int().nonnegative(),
});
export type TestCommand = z.infer<typeof testForm>;

export type TestResult =
  | { kind: 'sent'; testId: number; texts: number; credits: number; excluded: Record<string, number> }
  /** More than the page had shown, so nothing was sent. */
  | { kind: 'costs_more'; credits: number }
  | { kind: 'not_enough_credits'; missing: number }
  /** No text may go to any of these numbers, and why. */
  | { kind: 'nobody'; excluded: Record<string, number> }
  | { kind: 'invalid'; problems: FieldProblem[] }
  /** One of the numbers is not among the shop's test numbers (any more). */
  | { kind: 'not_your_number' }
  /** The shop, or one of the numbers, has had as many tests today as a day may have. */
  | { kind: 'too_many_tests' }
  /** Its audience is still being frozen by somebody else; the same press again goes on with it. */
  | { kind: 'busy' }
  | { kind: 'not_found' };

/** What the page posts; undefined when no page of ours would. */
export function readTestForm(form: FormData): TestCommand | undefined {
  const parsed = testForm.safeParse({
    ...Object.fromEntries(form),
    numbers: form.getAll('number'),
  });
  return parsed.success ? parsed.data : undefined;
}

/**
 * The merchant tries a campaign on her own phones: one press drafts, freezes, prices and confirms a campaign of its own, which
 * goes the way of every other. A press that comes again, also after a crash half-way, goes on with the same test.
 */
export async function sendTest(
  shopId: number,
  campaignId: number,
  command: TestCommand,
): Promise<TestResult> {
  const drafted = await withTransaction((tx) => draftTest(tx, shopId, campaignId, command));
  if (drafted.kind !== 'drafted') {
    return drafted;
  }
  const { testId } = drafted;
  await freezeAudience(shopId, testId);
  const quoted = await untilQuoted(shopId, testId);
  switch (quoted.status) {
    case 'preparing':
      return { kind: 'busy' };
    case 'draft':
      return { kind: 'nobody', excluded: quoted.excluded };
    case 'quoted':
      return quoted.credits > command.ceiling
        ? { kind: 'costs_more', credits: quoted.credits }
        : confirmTest(shopId, testId, quoted);
    default:
      return sent(testId, quoted);
  }
}

/** Locks the campaign that is tried, where two presses meet. Ends with the append. */
async function draftTest(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  { commandId, numbers, as }: TestCommand,
): Promise<
  | { kind: 'drafted'; testId: number }
  | Extract<TestResult, { kind: 'invalid' | 'not_your_number' | 'too_many_tests' | 'not_found' }>
> {
  const { rows } = await tx.query<{ content: number }>(
    `SELECT content_version AS content FROM campaign WHERE shop_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [shopId, campaignId],
  );
  const campaign = await campaignToEdit(shopId, campaignId, tx);
  const row = rows[0];
  if (row === undefined || campaign === undefined) {
    return { kind: 'not_found' };
  }
  const chosen = [...new Set(numbers)].sort((a, b) => a - b);
  // Whatever the browser says: another selection, or other words, are another test.
  const id = uuidFrom(`test:${shopId}:${campaignId}:${row.content}:${chosen}:${as}:${commandId}`);
  const before = await tx.query<{ testId: number }>(
    `SELECT (outcome ->> 'campaignId')::bigint AS "testId" FROM command WHERE command_id = $1`,
    [id],
  );
  if (before.rows[0] !== undefined) {
    return { kind: 'drafted', testId: before.rows[0].testId };
  }
  const own = await testNumbersIn(tx, shopId);
  if (chosen.some((number) => !own.includes(number))) {
    return { kind: 'not_your_number' };
  }
  const words = testOf(campaign.values, { numbers: chosen, as });
  const shop = await shopSettingsOf(shopId, tx);
  const problems = checkInput(words, shop);
  if (problems.length > 0) {
    return { kind: 'invalid', problems };
  }
  if (!(await countTests(tx, shopId, chosen))) {
    return { kind: 'too_many_tests' };
  }
  const testId = await createDraft(
    tx,
    shopId,
    words,
    // What is tried is what will be sent: the campaign's senders, not those of today.
    { ...shop, senders: campaign.senders },
    { of: campaignId, commandId: id },
  );
  // No job: it is frozen here and now. Should this process die before that, the sweep asks for it.
  await changeCampaignIn(tx, shopId, testId, (state) => requestReview(state, { by: 'merchant' }));
  return { kind: 'drafted', testId };
}

type Quoted = {
  status: CampaignStatus;
  version: number;
  texts: number;
  credits: number;
  excluded: Record<string, number>;
};

/** A job of the sweep's, or the other of two presses, may be freezing it at this moment. */
async function untilQuoted(shopId: number, testId: number): Promise<Quoted> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(LOOK_AGAIN_MS)) {
    const { rows } = await pool.query<Quoted>(
      `SELECT status, stream_version AS version, recipient_count AS texts, credits_quoted AS credits, excluded
       FROM campaign WHERE shop_id = $1 AND id = $2`,
      [shopId, testId],
    );
    const row = rows[0];
    if (row === undefined) {
      throw new Error(`test ${testId} is gone: campaigns are never deleted`);
    }
    if (row.status !== 'preparing' || Date.now() > until) {
      return row;
    }
  }
}

async function confirmTest(shopId: number, testId: number, quoted: Quoted): Promise<TestResult> {
  const confirmed = await confirmCampaign(shopId, testId, { version: quoted.version, startAt: null });
  if (confirmed.kind !== 'rejected') {
    return sent(testId, quoted);
  }
  if (confirmed.reason === 'not_enough_credits') {
    return { kind: 'not_enough_credits', missing: confirmed.missingCredits ?? 0 };
  }
  throw new Error(`test ${testId} was refused: ${confirmed.reason}`);
}

const sent = (testId: number, { texts, credits, excluded }: Quoted): TestResult => ({
  kind: 'sent',
  testId,
  texts,
  credits,
  excluded,
});
