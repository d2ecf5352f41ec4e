import { expect, test } from 'vitest';
import { statesOf } from '../support/flows/books.ts';
import { campaignRow, confirm, quotedCampaign, recipientsOf } from '../support/flows/campaign.ts';
import { importFile, yes } from '../support/flows/imports.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { makeShop } from '../support/flows/shop.ts';

mittoOfThisFile();

test('of an imported file, a campaign texts those who said yes and nobody else', async () => {
  const shopId = await makeShop({ credits: 10 });
  await importFile(shopId, 'phone,sms\n6943123456,yes\n6943123457,no\n6943123458,\n2101234567,yes\n', {
    columns: 'phone,consent',
    consent: yes(),
  });
  const campaign = await quotedCampaign(shopId);
  expect(await campaignRow(campaign)).toMatchObject({
    recipients: 1,
    audience: 3,
    excluded: { opted_out: 1, never_asked: 1 },
  });
  await confirm(campaign);
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 1 });
  expect((await recipientsOf(campaign)).map(({ phone }) => phone)).toEqual(['+306943123456']);
});
