import { expect, test } from 'vitest';
import { formatReference } from '../../app/core/messaging/reference.ts';
import { contactStream } from '../../app/core/streams.ts';
import { eraseContact } from '../../app/features/compliance/erase-contact.server.ts';
import { optOut } from '../../app/features/contacts/opt-out.server.ts';
import { upsertContacts } from '../../app/features/contacts/upsert-contacts.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { leaveOutLate } from '../../app/features/messaging/leave-out-late.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import { pool, withTransaction } from '../../app/platform/database.server.ts';
import { readStream } from '../../app/platform/event-store.server.ts';
import { checkBooksAfterEach, statesOf } from '../support/flows/books.ts';
import { type Campaign, confirmedCampaign, recipientsOf } from '../support/flows/campaign.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { clicksOf, codeOf, linkServerOfThisFile, linkTo } from '../support/flows/links.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, makeShop, newPhone } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
const server = linkServerOfThisFile();
let shopId = 0;
checkBooksAfterEach(() => shopId);

const optOutCode = async (campaign: Campaign, ordinal: number): Promise<string> =>
  codeOf(await linkTo(campaign, null), ordinal);
const consentOf = async (ids: number[]): Promise<string[]> =>
  (
    await pool.query<{ consent: string }>('SELECT consent FROM contact WHERE id = ANY ($1) ORDER BY id', [
      ids,
    ])
  ).rows.map((row) => row.consent);
const eventsOf = async (contactId: number) =>
  (await readStream(pool, contactStream(shopId, contactId))).map(({ event }) => event);
const ordinalOf = async (campaign: Campaign, contactId: number): Promise<number> =>
  (await recipientsOf(campaign)).find((row) => row.contactId === contactId)?.ordinal ?? 0;

test('opening the link of an opt-out, however often and by whomever, opts nobody out', async () => {
  const campaign = await confirmedCampaign(1);
  ({ shopId } = campaign);
  const code = await optOutCode(campaign, 1);
  for (const init of [{}, { method: 'HEAD' }, { headers: { 'user-agent': 'curl/8.4.0' } }]) {
    const response = await server.request(code, init);
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('set-cookie')).toBeNull();
  }
  expect(await (await server.request(code, { method: 'HEAD' })).text()).toBe('');
  const page = await (await server.request(code)).text();
  expect(page).toContain('Stop texts from <bdi>Kafeneio</bdi>?');
  expect(page.match(/<button/g)).toHaveLength(1);
  expect(page).not.toContain('<script');
  expect(await consentOf(campaign.contacts)).toEqual(['subscribed']);
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 1 });
});

test('the button silences all of her records with that number at once, and no other', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }, { phone }, { phone, consent: 'never' }, {}]);
  ({ shopId } = campaign);
  const [texted = 0, twin = 0, third = 0, other = 0] = campaign.contacts;
  const ordinal = await ordinalOf(campaign, texted);
  const response = await server.press(await optOutCode(campaign, ordinal));
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('You get no more texts from <bdi>Kafeneio</bdi>.');
  expect(await consentOf([texted, twin, third])).toEqual(['unsubscribed', 'unsubscribed', 'unsubscribed']);
  expect(await consentOf([other])).toEqual(['subscribed']);
  for (const contactId of [texted, twin, third]) {
    expect(await eventsOf(contactId)).toMatchObject([
      {
        type: 'ConsentWithdrawn',
        data: { source: 'opt_out_link', evidence: formatReference(`${campaign.campaignId}`, ordinal) },
      },
    ]);
  }
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ left_out: 1, handed_over: 1 });
  expect((await mitto.truthOf(campaign.campaignId)).map(({ destination }) => destination)).not.toContain(
    `+${phone}`,
  );
  expect(await clicksOf(await linkTo(campaign, null))).toMatchObject([
    { ordinal, method: 'POST', verdict: 'person', reason: 'pressed_stop' },
  ]);
});

test('pressed again, and by two at once, it is one opt-out', async () => {
  const campaign = await confirmedCampaign(2);
  ({ shopId } = campaign);
  const [first = 0, second = 0] = campaign.contacts;
  const code = await optOutCode(campaign, await ordinalOf(campaign, first));
  const once = await (await server.press(code)).text();
  expect(await (await server.press(code)).text()).toBe(once);
  expect(await eventsOf(first)).toHaveLength(1);

  const other = await optOutCode(campaign, await ordinalOf(campaign, second));
  const both = await Promise.all([server.press(other), server.press(other), server.press(other)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await eventsOf(second)).toHaveLength(1);
});

test('pressed while her batch is about to be called, she is not in the call', async () => {
  const campaign = await confirmedCampaign(3);
  ({ shopId } = campaign);
  const claim = await claimBatch({ shopId, campaignId: campaign.campaignId, batchNo: 1 });
  if (claim.kind !== 'claimed') {
    throw new Error(`not claimed: ${claim.kind}`);
  }
  await server.press(await optOutCode(campaign, 2));
  const batch = await leaveOutLate(claim.batch);
  expect(batch.recipients.map(({ ordinal }) => ordinal)).toEqual([1, 3]);
  await recordOutcome(batch, { class: 'accepted', bulkId: 'b', ids: [`${shopId}-1`, `${shopId}-3`] });
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 2, left_out: 1 });
});

test('pressed between two batches of a running campaign, the later batch is without her', async () => {
  const campaign = await confirmedCampaign(4, { perBatch: 2 });
  ({ shopId } = campaign);
  const code = await optOutCode(campaign, 3);
  let pressed = false;
  await drainJobs({
    async afterEach(job) {
      if (job === 'dispatch-batch' && !pressed) {
        pressed = true;
        await server.press(code);
      }
    },
  });
  expect(await statesOf(campaign)).toEqual({ handed_over: 3, left_out: 1 });
});

test('it works years after, when the shop has uninstalled, and holds when it comes back', async () => {
  const campaign = await confirmedCampaign(1);
  ({ shopId } = campaign);
  await drainJobs();
  await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [shopId]);
  const code = await optOutCode(campaign, 1);
  expect((await server.request(code)).status).toBe(200);
  expect((await server.press(code)).status).toBe(200);
  await pool.query('UPDATE shop SET uninstalled_at = NULL WHERE id = $1', [shopId]);
  expect(await consentOf(campaign.contacts)).toEqual(['unsubscribed']);
});

test('a number that has left her record stays silent: an older yes that is imported later does not count', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }, {}]);
  ({ shopId } = campaign);
  const [contactId = 0] = campaign.contacts;
  const code = await optOutCode(campaign, await ordinalOf(campaign, contactId));
  await drainJobs();
  await pool.query('UPDATE contact SET phone = $2 WHERE id = $1', [contactId, newPhone()]);
  await server.press(code);
  expect(await consentOf([contactId]), 'consent belongs to the number').toEqual(['subscribed']);

  const imported = (consentAt: string, updatedAt: string) =>
    withTransaction((tx) =>
      upsertContacts(tx, shopId, [
        {
          shopifyId: 'gid://shopify/Customer/77',
          firstName: null,
          lastName: null,
          phone,
          phoneProblem: null,
          phoneCountry: 'GR',
          consent: 'subscribed',
          consentAt,
          consentLevel: 'SINGLE_OPT_IN',
          locale: null,
          tags: [],
          orderCount: 0,
          lastOrderAt: null,
          spent: '0',
          email: null,
          updatedAt,
        },
      ]),
    );
  const consent = async () =>
    (await pool.query('SELECT consent FROM contact WHERE shop_id = $1 AND phone = $2', [shopId, phone])).rows;
  const [silenced] = await imported('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z');
  expect(silenced?.events).toMatchObject([{ type: 'ContactSuppressed', data: { reason: 'opted_out' } }]);
  expect(await consent()).toEqual([{ consent: 'unsubscribed' }]);
  await imported('2999-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z');
  expect(await consent(), 'a yes of the future has no time').toEqual([{ consent: 'unsubscribed' }]);
  const now = new Date().toISOString();
  await imported(now, '2999-01-02T00:00:00.000Z');
  expect(await consent(), 'a yes that is newer counts').toEqual([{ consent: 'subscribed' }]);
  await pool.query('DELETE FROM contact WHERE shop_id = $1 AND phone = $2', [shopId, phone]);
});

test('for who was erased the page says the same, and nothing is written', async () => {
  const campaign = await confirmedCampaign(2);
  ({ shopId } = campaign);
  const [contactId = 0] = campaign.contacts;
  const code = await optOutCode(campaign, await ordinalOf(campaign, contactId));
  await eraseContact(shopId, contactId, { request: 'operator' });
  const before = await eventsOf(contactId);
  expect(await (await server.request(code)).text()).toContain('Stop texts from');
  expect(await (await server.press(code)).text()).toContain('You get no more texts from');
  expect(await eventsOf(contactId)).toEqual(before);
});

test('another shop’s record of the same number is not touched', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }]);
  ({ shopId } = campaign);
  const stranger = await makeShop();
  const [theirs = 0] = await addContacts(stranger, [{ phone }]);
  await server.press(await optOutCode(campaign, 1));
  expect(await consentOf(campaign.contacts)).toEqual(['unsubscribed']);
  expect(await consentOf([theirs])).toEqual(['subscribed']);
  const { rows } = await pool.query('SELECT shop_id FROM suppression WHERE shop_id IN ($1, $2)', [
    shopId,
    stranger,
  ]);
  expect(rows).toEqual([{ shop_id: shopId }]);
  expect(
    await optOut(
      stranger,
      { campaignId: campaign.campaignId, ordinal: 1 },
      { source: 'opt_out_link', evidence: null },
    ),
  ).toEqual({ kind: 'nobody' });
  expect(await consentOf([theirs])).toEqual(['subscribed']);
});

test('a number can be silenced without any link, by the merchant or by a reply', async () => {
  const phone = newPhone();
  shopId = await makeShop();
  const ids = await addContacts(shopId, [{ phone }, { phone, consent: 'unsubscribed' }]);
  const reply = { source: 'reply', evidence: null } as const;
  expect(await optOut(shopId, { phone }, reply)).toEqual({ kind: 'opted_out', contacts: 1 });
  expect(await optOut(shopId, { phone }, reply)).toEqual({ kind: 'opted_out', contacts: 0 });
  expect(await consentOf(ids)).toEqual(['unsubscribed', 'unsubscribed']);
  expect(await eventsOf(ids[0] ?? 0)).toMatchObject([{ data: { source: 'reply' } }]);
  // As who was told no twice would stand: only the newer no is newer than a yes of between.
  await pool.query(
    `UPDATE contact SET consent = 'subscribed', consent_at = now() + interval '1 hour' WHERE id = $1`,
    [ids[0]],
  );
  await optOut(shopId, { phone }, reply);
  expect(await consentOf(ids)).toEqual(['unsubscribed', 'unsubscribed']);
});

test('she reads it in her own language, or in that of her browser where the shop does not know hers', async () => {
  const campaign = await confirmedCampaign(1);
  ({ shopId } = campaign);
  const code = await optOutCode(campaign, 1);
  const read = async (locale: string | null, wished: string) => {
    await pool.query('UPDATE contact SET locale = $2 WHERE id = $1', [campaign.contacts[0], locale]);
    return (await server.request(code, { headers: { 'accept-language': wished } })).text();
  };
  for (const [locale, wished] of [
    ['el', 'en'],
    [null, 'el-GR,el;q=0.9,en;q=0.5'],
  ] as const) {
    const page = await read(locale, wished);
    expect(page).toContain('<html lang="el">');
    expect(page).toContain('Διακοπή μηνυμάτων από <bdi>Kafeneio</bdi>;');
  }
  expect(await read('de', 'el')).toContain('Stop texts from');
  await pool.query("UPDATE contact SET locale = 'el' WHERE id = $1", [campaign.contacts[0]]);
  expect(await (await server.press(code)).text()).toContain('Δεν θα λαμβάνετε πια μηνύματα');
});

test('a shop’s name is words and never markup, and a shop without one is called by its domain', async () => {
  const campaign = await confirmedCampaign(1);
  ({ shopId } = campaign);
  const code = await optOutCode(campaign, 1);
  await pool.query(`UPDATE shop SET name = '<script>"Nuts" & ''Bolts''' WHERE id = $1`, [shopId]);
  const page = await (await server.request(code)).text();
  expect(page).toContain('&lt;script&gt;&quot;Nuts&quot; &amp; &#39;Bolts&#39;');
  expect(page).not.toContain('<script');
  await pool.query(`UPDATE shop SET name = '' WHERE id = $1`, [shopId]);
  expect(await (await server.request(code)).text()).toMatch(/<bdi>shop-\d+\.myshopify\.com<\/bdi>/);
});
