import { expect } from 'vitest';
import { finalStates } from '../../app/core/delivery/recipient-state.ts';
import { audit } from '../../app/features/compliance/audit.server.ts';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { expectBooksToBalance, projectedStatesOf, statementOf, statesOf } from '../support/flows/books.ts';
import { nameOf } from './carrier.ts';
import type { World } from './world.ts';

/** Where somebody is of whom we say that Mitto has her text, and where only the carrier knows. */
const texted: readonly string[] = ['handed_over', 'delivered', 'failed', 'no_report'];
const anybodysGuess: readonly string[] = ['sending', 'unknown', 'presumed_not_sent'];

type Row = {
  campaignId: number;
  ordinal: number;
  status: string;
  messageId: string | null;
  credits: number;
  /** What was paid for it: nothing for a text that turned out to have been sent after its credits were released. */
  paid: number;
  confirmed: boolean;
};

async function recipients(world: World): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT r.campaign_id AS "campaignId", r.ordinal, r.status, r.mitto_message_id AS "messageId", r.credits,
            coalesce(m.credits, 0) AS paid, k.confirmed_at IS NOT NULL AS confirmed
     FROM campaign_recipient r JOIN campaign k ON k.shop_id = r.shop_id AND k.id = r.campaign_id
     LEFT JOIN message m ON m.shop_id = r.shop_id AND m.campaign_id = r.campaign_id AND m.ordinal = r.ordinal
     WHERE r.shop_id = $1`,
    [world.shopId],
  );
  return rows;
}

/** What holds after every step, whatever the step was. */
export async function expectEverythingToHold(world: World): Promise<void> {
  const client = await pool.connect();
  try {
    expect(await audit(client), 'the audit').toEqual([]);
  } finally {
    client.release();
  }
  await expectBooksToBalance(world.shopId);
  const granted = [...world.grants.values()].reduce((sum, credits) => sum + credits, 0);
  expect((await creditBalance(world.shopId)).granted, 'granted, each act once').toBe(granted);

  for (const { campaignId, ordinal, status, messageId } of await recipients(world)) {
    const name = nameOf(campaignId, ordinal);
    const taken = world.carrier.taken.get(name);
    if (texted.includes(status)) {
      expect(messageId, `recipient ${name} is ${status}: with the carrier’s id`).toBe(taken?.messageId);
    } else if (!anybodysGuess.includes(status)) {
      expect(taken, `recipient ${name} is ${status}: the carrier did not take her text`).toBeUndefined();
    }
    if (status === 'delivered' || status === 'failed') {
      expect(taken?.said, `recipient ${name} is ${status}: a report said so`).toContain(status);
    }
  }
}

/** What holds as well when the page counters have been brought up to date. */
export async function expectCountsToBeExact(world: World): Promise<void> {
  for (const campaignId of world.campaigns) {
    const campaign = { shopId: world.shopId, campaignId };
    const { rows } = await pool.query('SELECT FROM campaign WHERE id = $1 AND confirmed_at IS NOT NULL', [
      campaignId,
    ]);
    if (rows.length > 0) {
      expect(await projectedStatesOf(campaign), `the counters of campaign ${campaignId}`).toEqual(
        await statesOf(campaign),
      );
    }
  }
}

/** What holds at the end, when nothing stands in the way any more and everything has run. */
export async function expectEverythingToHaveEnded(world: World): Promise<void> {
  const rows = (await recipients(world)).filter((row) => row.confirmed);
  for (const { campaignId, ordinal, status } of rows) {
    expect(finalStates, `recipient ${nameOf(campaignId, ordinal)} has come to an end`).toContain(status);
  }
  expect((await creditBalance(world.shopId)).held, 'nothing is held any more').toBe(0);
  for (const [campaignId, people] of Map.groupBy(rows, (row) => row.campaignId)) {
    const cost = (all: Row[]) => all.reduce((sum, row) => sum + row.paid, 0);
    for (const { paid, credits, ordinal } of people) {
      expect(
        [0, credits],
        `recipient ${nameOf(campaignId, ordinal)} is paid in full or not at all`,
      ).toContain(paid);
    }
    const { held = 0, spent = 0, released = 0, refunded = 0 } = await statementOf({ ...world, campaignId });
    expect(
      { spent, refunded, released },
      `campaign ${campaignId} paid for the texts that were taken, and got back what failed`,
    ).toEqual({
      spent: cost(people.filter(({ status }) => texted.includes(status))),
      refunded: cost(people.filter(({ status }) => status === 'failed')),
      released: held - spent,
    });
  }
  const { rows: open } = await pool.query<{ id: number; status: string }>(
    `SELECT id, status FROM campaign WHERE shop_id = $1 AND confirmed_at IS NOT NULL
       AND (status NOT IN ('completed', 'cancelled', 'expired') OR handed_over_at IS NULL)`,
    [world.shopId],
  );
  expect(open, 'every campaign that was sent says that it is over').toEqual([]);
}
