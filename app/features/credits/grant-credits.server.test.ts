import { expect, test } from 'vitest';
import { expectBooksToBalance } from '../../../test/support/flows/books.ts';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { creditsStream } from '../../core/streams.ts';
import { pool } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import { creditBalance } from './credit-balance.server.ts';
import { creditsPage } from './credit-pages.server.ts';
import { grantCredits } from './grant-credits.server.ts';

const act = (commandId: string) => ({ by: 'operator', why: 'goodwill', commandId });

test('a grant is in the balance, in the statement and in the month’s stream', async () => {
  const shopId = await makeShop();
  expect(await grantCredits(shopId, 40, act('one'))).toEqual({ kind: 'granted' });
  expect(await creditBalance(shopId)).toMatchObject({ available: 40, granted: 40 });
  expect((await creditsPage(shopId, { cursor: null })).rows).toMatchObject([
    { kind: 'granted', credits: 40, campaign: null },
  ]);
  const recorded = await readStream(pool, creditsStream(shopId, new Date()));
  expect(recorded.map(({ event }) => event)).toEqual([
    { type: 'CreditsGranted', data: { credits: 40, by: 'operator', why: 'goodwill' } },
  ]);
});

test('ten requests for one grant at once are one grant', async () => {
  const shopId = await makeShop();
  const results = await Promise.all(Array.from({ length: 10 }, () => grantCredits(shopId, 40, act('same'))));
  expect(results.filter((result) => result.kind === 'granted')).toHaveLength(1);
  expect((await creditBalance(shopId)).available).toBe(40);
  await expectBooksToBalance(shopId);
});

test('the same words for another shop are another grant', async () => {
  const [one, other] = [await makeShop(), await makeShop()];
  await grantCredits(one, 5, act('shared'));
  expect(await grantCredits(other, 5, act('shared'))).toEqual({ kind: 'granted' });
});

test('only whole credits above zero can be granted', async () => {
  const shopId = await makeShop();
  for (const credits of [0, -5, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(await grantCredits(shopId, credits, act('odd'))).toEqual({
      kind: 'rejected',
      reason: 'not_a_whole_number',
    });
  }
  expect((await creditBalance(shopId)).available).toBe(0);
});
