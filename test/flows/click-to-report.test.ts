import { expect, test } from 'vitest';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { expectBooksToBalance, projectedStatesOf, statementOf, statesOf } from '../support/flows/books.ts';
import {
  campaignRow,
  confirm,
  draftCampaign,
  merchantsWords,
  recipientsOf,
} from '../support/flows/campaign.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, makeShop } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();

test('a campaign goes from the draft to a complete report, and everything adds up at every step', async () => {
  const shopId = await makeShop({ credits: 100 });
  const balances = () => expectBooksToBalance(shopId);
  await addContacts(shopId, [
    ...Array.from({ length: 8 }, (_, i) => ({ firstName: `Eleni${i}` })),
    { firstName: null },
    { phone: 306_977_000_001 },
    { phone: 306_977_000_001 },
    { consent: 'unsubscribed' },
    { consent: 'never' },
    { consent: 'pending' },
    { phoneProblem: 'landline' },
    { phone: 491_511_234_567, country: 'DE' },
    { phone: 5_511_987_654_321, country: 'BR' },
  ]);
  const campaign = await draftCampaign(shopId, {
    body: 'Hello {{ first_name | "friend" }}, twenty percent off.',
    perBatch: 3,
  });
  await balances();

  expect(await requestReview(shopId, campaign.campaignId)).toEqual({ kind: 'requested' });
  await drainJobs({ afterEach: balances });
  expect(await campaignRow(campaign)).toMatchObject({
    status: 'quoted',
    audience: 17,
    recipients: 11,
    // Ten parts in Greece and one in Germany, which costs three.
    credits: 13,
    excluded: {
      duplicate_number: 1,
      opted_out: 1,
      never_asked: 1,
      pending_confirmation: 1,
      landline: 1,
      country_not_supported: 1,
    },
  });

  expect(await confirm(campaign)).toEqual({ kind: 'started' });
  await balances();
  expect(await statesOf(campaign)).toEqual({ queued: 11 });
  expect(await creditBalance(shopId)).toMatchObject({ available: 87, held: 13, spent: 0 });

  await mitto.settings({
    reports: { share: 1, sentFirstShare: 1, twiceShare: 0.5 },
    delivery: { byPrefix: { '+49': { failureShare: 1 } } },
  });
  await drainJobs({ afterEach: balances });
  await mitto.simulator().reportsDone();
  await balances();
  await drainJobs({ afterEach: balances });

  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed', handedOver: true });
  const ended = { delivered: 10, failed: 1 };
  expect(await statesOf(campaign)).toEqual(ended);
  expect(await projectedStatesOf(campaign)).toEqual(ended);
  expect(await statementOf(campaign)).toEqual({ held: 13, spent: 13, refunded: 3 });
  expect(await creditBalance(shopId)).toMatchObject({ available: 90, held: 0, spent: 10, granted: 100 });
});

test('every recipient’s row tells the whole story, and it is what the carrier’s log says', async () => {
  const shopId = await makeShop({ credits: 100 });
  await addContacts(shopId, [{ firstName: 'Eleni' }, { firstName: 'Γιώργος' }, { firstName: null }]);
  const campaign = await draftCampaign(shopId, { body: 'Γεια σου {{ first_name | "φίλε" }}!', perBatch: 2 });
  await requestReview(shopId, campaign.campaignId);
  await drainJobs();
  await confirm(campaign);
  await mitto.settings({ reports: { share: 1 } });
  await drainJobs();
  await mitto.simulator().reportsDone();
  await drainJobs();

  const truth = await mitto.truthOf(campaign.campaignId);
  expect(truth.map((sent) => merchantsWords(sent.text)).sort()).toEqual(
    ['Γεια σου Eleni!', 'Γεια σου Γιώργος!', 'Γεια σου φίλε!'].sort(),
  );
  const byId = new Map(truth.map((sent) => [sent.messageId, sent]));
  const rows = await recipientsOf(campaign);
  expect(rows).toHaveLength(3);
  for (const row of rows) {
    const sent = byId.get(row.messageId ?? '');
    expect(row).toMatchObject({ status: 'delivered', word: 'Delivered', error: null, retries: 0 });
    expect(row.phone).toBe(sent?.destination);
    expect(row.bulkId).toBe(sent?.bulkId);
  }
});
