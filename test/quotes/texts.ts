import { expect } from 'vitest';
import { parseReference } from '../../app/core/messaging/reference.ts';
import {
  FROZEN_WORDS,
  type FrozenWords,
  mergeOfRecipient,
  writeTexts,
} from '../../app/features/messaging/write-texts.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { nameOf } from '../model/carrier.ts';
import { slowParts } from '../support/slow-parts.ts';
import { priceNow } from './prices.ts';
import type { QuoteWorld } from './quote-world.ts';

type Recipient = { ordinal: number; country: string; parts: number; credits: number; merge: unknown };

/**
 * What a review shows is true at its moment: each text, written as a worker writes it and counted slowly, has the parts
 * that are priced, at today's price of its country, and the quote is their sum. Keeps the parts.
 */
export async function expectReviewToBeTrue(
  world: QuoteWorld,
  campaignId: number,
  quoted: number,
): Promise<void> {
  const key = [world.shopId, campaignId];
  const { rows: words } = await pool.query<FrozenWords>(
    `SELECT ${FROZEN_WORDS} FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.shop_id = $1 AND k.id = $2`,
    key,
  );
  const { rows: recipients } = await pool.query<Recipient>(
    `SELECT ordinal, country, parts, credits, merge FROM recipient
     WHERE shop_id = $1 AND campaign_id = $2 ORDER BY ordinal`,
    key,
  );
  const [frozen] = words;
  if (frozen === undefined) {
    throw new Error(`campaign ${campaignId} has no words`);
  }
  const texts = await writeTexts(
    frozen,
    recipients.map(({ ordinal, merge }) => ({ ordinal, merge: mergeOfRecipient.parse(merge) })),
  );
  for (const [i, { ordinal, country, parts, credits }] of recipients.entries()) {
    const name = nameOf(campaignId, ordinal);
    const written = slowParts(texts[i] ?? '');
    expect(parts, `recipient ${name}: the parts of “${texts[i]}”`).toBe(written);
    expect(credits, `recipient ${name}: ${parts} parts to ${country}`).toBe(
      parts * (priceNow(country, world.home) ?? Number.NaN),
    );
    world.parts.set(name, written);
  }
  expect(quoted, `the quote of campaign ${campaignId}`).toBe(
    recipients.reduce((sum, { credits }) => sum + credits, 0),
  );
}

/** What the carrier has taken since the last look: nobody twice, nobody who said no, and in the parts that were quoted. */
export function keepTaken(world: QuoteWorld): void {
  for (const { reference, text, messageId, destination } of world.mitto.newlyTaken()) {
    const named = parseReference(reference ?? '');
    if (named === undefined) {
      throw new Error(`the carrier took a text without our reference, but ${reference}`);
    }
    const campaignId = Number(named.campaignId);
    const name = nameOf(campaignId, named.ordinal);
    world.carrier.keep(
      { campaignId, ordinal: named.ordinal, messageId, said: new Set() },
      Number(destination),
    );
    expect(slowParts(text), `recipient ${name}: the parts of “${text}”, as quoted`).toBe(
      world.parts.get(name),
    );
    expect(text, `recipient ${name}`).not.toMatch(/\{\{|\}\}/);
  }
}
