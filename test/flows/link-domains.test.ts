import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { recordValue } from '../../app/core/links/link-domain.ts';
import { domainStateOf } from '../../app/features/links/domain-state.server.ts';
import { proveDomain } from '../../app/features/links/prove-domain.server.ts';
import { changeSettings, shopSettingsOf } from '../../app/features/shops/change-settings.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { log } from '../../app/platform/log.server.ts';
import type { TxtRecords } from '../../app/platform/txt-records.server.ts';
import { testVariables } from '../setup/variables.ts';
import { type Campaign, confirmedCampaign } from '../support/flows/campaign.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { addLink, codeOf, linkServerOfThisFile, linkTo } from '../support/flows/links.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { makeShop } from '../support/flows/shop.ts';

const COMMON = testVariables.LINK_DOMAIN;
const SALE = 'https://shop.example/sale';
mittoOfThisFile();
const server = linkServerOfThisFile();
let alpha: Campaign;
let beta: Campaign;

/** What the name servers of the world say. */
const world = new Map<string, string[]>();
const lookUp = async (name: string): Promise<TxtRecords> => {
  const records = world.get(name);
  return records === undefined ? { kind: 'none' } : { kind: 'found', records };
};
const prove = (shopId: number, domain: string) => proveDomain(shopId, domain, lookUp);

async function wants(shopId: number, ownLinkDomain: string | null) {
  const { sender, senders, timeZone, quietFrom, quietUntil, capHours, maxCreditsPerText, ...rest } =
    await shopSettingsOf(shopId);
  const { optOutLine, allowedCountries } = rest;
  const clocks = { timeZone, quietFrom, quietUntil, capHours, maxCreditsPerText };
  return changeSettings(shopId, { sender, senders, ...clocks, optOutLine, allowedCountries, ownLinkDomain });
}

/** Puts the record where the owner of the domain would. */
async function owns(shopId: number, domain: string) {
  const { rows } = await pool.query<{ token: string }>(
    'SELECT token FROM link_domain WHERE shop_id = $1 AND domain = $2',
    [shopId, domain],
  );
  world.set(`_sendbook.${domain}`, ['v=spf1 -all', recordValue(rows[0]?.token ?? 'none')]);
}

const usedBy = async (shopId: number) => (await shopSettingsOf(shopId)).linkDomain;
const openOn = async (host: string, code: string) =>
  (await server.request(code, { headers: { 'x-forwarded-host': host } })).status;

beforeAll(async () => {
  alpha = await confirmedCampaign(2);
  beta = await confirmedCampaign(2);
  await drainJobs();
});
beforeEach(async () => {
  world.clear();
  await pool.query('DELETE FROM link_domain');
  await pool.query('UPDATE shop SET link_domain = NULL');
});

test('a domain is used only once the record of its owner was found', async () => {
  const shopId = await makeShop();
  expect(await wants(shopId, 'sms.mine.example')).toEqual({ kind: 'changed' });
  expect(await usedBy(shopId)).toBe(COMMON);
  expect(await prove(shopId, 'sms.mine.example')).toMatchObject({ kind: 'waiting', problem: 'no_record' });
  world.set('_sendbook.sms.mine.example', ['sendbook-domain=somebody-elses']);
  expect(await prove(shopId, 'sms.mine.example')).toMatchObject({ problem: 'other_record' });
  expect(await usedBy(shopId)).toBe(COMMON);
  await owns(shopId, 'sms.mine.example');
  expect(await prove(shopId, 'sms.mine.example')).toEqual({ kind: 'proven' });
  expect(await usedBy(shopId)).toBe('sms.mine.example');
  expect(await domainStateOf(shopId)).toMatchObject({ state: 'proven', problem: null });
});

test.each(['google.com', 'www.alphabank.gr'])(
  'whoever only says that %s is theirs gets nothing by it',
  async (domain) => {
    const shopId = await makeShop();
    await wants(shopId, domain);
    await prove(shopId, domain);
    expect(await usedBy(shopId)).toBe(COMMON);
  },
);

test.each([COMMON, `sms.${COMMON}`, 'sendbook.test', 'x.sendbook.test'])(
  'our own domain can be nobody’s: %s',
  async (domain) => {
    expect(await wants(await makeShop(), domain)).toMatchObject({
      kind: 'invalid',
      problems: [{ field: 'ownLinkDomain' }],
    });
  },
);

test('a claim blocks nobody, and what one shop has proven no other one can take', async () => {
  const [first, second, third] = [await makeShop(), await makeShop(), await makeShop()];
  await wants(first, 'sms.shared.example');
  await wants(second, 'sms.shared.example');
  await owns(second, 'sms.shared.example');
  expect(await prove(second, 'sms.shared.example')).toEqual({ kind: 'proven' });
  await owns(first, 'sms.shared.example');
  expect(await prove(first, 'sms.shared.example')).toMatchObject({ kind: 'waiting', problem: 'taken' });
  expect(await wants(third, 'sms.shared.example')).toMatchObject({ kind: 'invalid' });
  expect([await usedBy(first), await usedBy(second)]).toEqual([COMMON, 'sms.shared.example']);
});

test('two shops that prove one domain at the same moment: one has it', async () => {
  const [first, second] = [await makeShop(), await makeShop()];
  const domain = 'sms.race.example';
  await wants(first, domain);
  await wants(second, domain);
  await pool.query("UPDATE link_domain SET token = 'same' WHERE domain = $1", [domain]);
  world.set(`_sendbook.${domain}`, [recordValue('same')]);
  const proven = await Promise.allSettled([prove(first, domain), prove(second, domain)]);
  const used = [await usedBy(first), await usedBy(second)];
  expect(used.filter((one) => one === domain)).toHaveLength(1);
  expect(proven.filter((one) => one.status === 'fulfilled')).not.toHaveLength(0);
});

test('a record that is missing three times in a row is lost, with an alert, and can come back', async () => {
  const alert = vi.spyOn(log, 'error').mockReturnValue();
  const shopId = await makeShop();
  await wants(shopId, 'sms.lost.example');
  await owns(shopId, 'sms.lost.example');
  await prove(shopId, 'sms.lost.example');
  world.clear();
  await prove(shopId, 'sms.lost.example');
  await prove(shopId, 'sms.lost.example');
  expect(await usedBy(shopId)).toBe('sms.lost.example');
  expect(await prove(shopId, 'sms.lost.example')).toMatchObject({ kind: 'lost' });
  expect(alert).toHaveBeenCalledWith(
    expect.objectContaining({ alert: 'link_domain_lost', shopId }),
    expect.any(String),
  );
  expect(await usedBy(shopId)).toBe(COMMON);
  await owns(shopId, 'sms.lost.example');
  expect(await prove(shopId, 'sms.lost.example')).toEqual({ kind: 'proven' });
  alert.mockRestore();
});

/** The domain that stood in the texts of a campaign. */
const textedWith = (campaign: Campaign, domain: string) =>
  pool.query('UPDATE campaign_content SET link_domain = $3 WHERE shop_id = $1 AND campaign_id = $2', [
    campaign.shopId,
    campaign.campaignId,
    domain,
  ]);

test('a link of one shop opens on its own domain and the common one, and not on that of another shop', async () => {
  await wants(beta.shopId, 'sms.beta.example');
  await owns(beta.shopId, 'sms.beta.example');
  await prove(beta.shopId, 'sms.beta.example');
  const code = await codeOf(await addLink(alpha, SALE), 1);
  await textedWith(alpha, COMMON);
  expect(await openOn(COMMON, code)).toBe(302);
  for (const host of ['sms.beta.example', 'SMS.beta.example:443', 'sms.nobody.example', 'sendbook.test']) {
    expect(await openOn(host, code), host).toBe(404);
  }
  expect(await openOn('sms.beta.example', await codeOf(await addLink(beta, SALE), 1))).toBe(302);
});

test('links of texts that have left go on opening on the domain that stood in them', async () => {
  await textedWith(alpha, 'sms.before.example');
  const code = await codeOf(await addLink(alpha, SALE), 1);
  await wants(alpha.shopId, 'sms.after.example');
  await owns(alpha.shopId, 'sms.after.example');
  await prove(alpha.shopId, 'sms.after.example');
  for (const host of ['sms.before.example', 'sms.after.example', COMMON]) {
    expect(await openOn(host, code), host).toBe(302);
  }
});

test('a domain that has changed hands leads nobody to the shop of before, and its way out still opens', async () => {
  await textedWith(alpha, 'sms.sold.example');
  const [sale, out] = [
    await codeOf(await addLink(alpha, SALE), 1),
    await codeOf(await linkTo(alpha, null), 1),
  ];
  await wants(beta.shopId, 'sms.sold.example');
  await owns(beta.shopId, 'sms.sold.example');
  await prove(beta.shopId, 'sms.sold.example');
  expect(await openOn('sms.sold.example', sale)).toBe(404);
  expect(await openOn('sms.sold.example', out)).toBe(200);
});
