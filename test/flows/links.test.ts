import { beforeAll, expect, test, vi } from 'vitest';
import { eraseContact } from '../../app/features/compliance/erase-contact.server.ts';
import { firstClicksOf, readClicks } from '../../app/features/links/read-clicks.server.ts';
import { drainClicks } from '../../app/features/links/record-clicks.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { sealLinks } from '../../app/platform/link-codes.server.ts';
import { type Campaign, confirmedCampaign } from '../support/flows/campaign.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { addLink, BROWSER, clicksOf, codeOf, linkServerOfThisFile, linkTo } from '../support/flows/links.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { makeShop } from '../support/flows/shop.ts';

const SALE = 'https://shop.example/sale?utm_source=sms&utm_campaign=autumn+sale&x=a%20b#top';
mittoOfThisFile();
const server = linkServerOfThisFile();
let campaign: Campaign & { contacts: number[] };

beforeAll(async () => {
  campaign = await confirmedCampaign(4);
  await drainJobs();
  // Handed over a minute ago: nobody taps within the first two seconds.
  await pool.query(
    `UPDATE send_batch SET intended_at = now() - interval '1 minute', settled_at = now() - interval '1 minute'
     WHERE campaign_id = $1`,
    [campaign.campaignId],
  );
});

test('a link leads to exactly what the merchant wrote, and is kept by no cache', async () => {
  const code = await codeOf(await addLink(campaign, SALE), 1);
  for (const method of ['GET', 'HEAD']) {
    const { status, headers } = await server.request(code, { method });
    expect(status).toBe(302);
    expect(headers.get('location')).toBe(SALE);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('set-cookie')).toBeNull();
    // Where she came from is the merchant's to know; the link itself is never told to anybody.
    expect(headers.get('referrer-policy')).toBeNull();
  }
  await drainClicks();
});

test.each([
  '?url=https://evil.example',
  '?utm_source=other&next=//evil.example',
  '?https://evil.example',
  '/',
  '.',
  '),',
])('nothing that is added to a link changes where it leads: %s', async (added) => {
  const code = await codeOf(await addLink(campaign, SALE), 1);
  const response = await server.request(`${code}${added}`, {
    headers: { referer: 'https://evil.example/' },
  });
  expect([response.status, response.headers.get('location')]).toEqual([302, SALE]);
});

test('letters that a header cannot carry are written as a browser would', async () => {
  const code = await codeOf(
    await addLink(campaign, 'https://καφές.example/νέα?ref=Ελλάδα\r\nSet-Cookie: a=b'),
    1,
  );
  const { headers } = await server.request(code);
  expect(headers.get('location')).toBe(
    `https://${encodeURIComponent('καφές')}.example/${encodeURIComponent('νέα')}?ref=${encodeURIComponent('Ελλάδα\r\n')}Set-Cookie:%20a=b`,
  );
  expect(new URL(headers.get('location') ?? '').host).toBe(new URL('https://καφές.example').host);
  expect(headers.get('set-cookie')).toBeNull();
});

test('a code that nobody has gets one page, whatever is wrong with it, and no click', async () => {
  const linkId = await addLink(campaign, SALE);
  const beyondTheAudience = (await sealLinks(linkId, [5]))[0] ?? '';
  const noSuchLink = (await sealLinks(linkId + 1_000_000, [1]))[0] ?? '';
  const pages = new Set<string>();
  for (const code of [beyondTheAudience, noSuchLink, '0000000000', 'zzzzzzzzzz', 'aB3dE6gH9k']) {
    for (const method of ['GET', 'POST']) {
      const response = await server.request(code, { method });
      expect(response.status, `${method} ${code}`).toBe(404);
      expect(response.headers.get('x-robots-tag')).toContain('noindex');
      pages.add(await response.text());
    }
  }
  expect(pages.size).toBe(1);
  expect([...pages][0]).toContain('This link leads nowhere');
  const greek = await server.request('0000000000', {
    headers: { 'accept-language': 'el-GR,el;q=0.9,en;q=0.8' },
  });
  expect(await greek.text()).toContain('Ο σύνδεσμος δεν οδηγεί πουθενά');
  expect(await clicksOf(linkId)).toEqual([]);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s of a link is refused', async (method) => {
  const linkId = await addLink(campaign, SALE);
  const response = await server.request(await codeOf(linkId, 1), { method });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toContain('GET, HEAD');
  expect(await clicksOf(linkId)).toEqual([]);
});

test('who opened a link is recorded as it came, machines apart from people', async () => {
  const linkId = await addLink(campaign, SALE);
  const [first, second] = [await codeOf(linkId, 1), await codeOf(linkId, 2)];
  const endless = `Mozilla/5.0 (Linux; Android 14) ${'x'.repeat(1_000)}`;
  await server.request(first);
  await server.request(first, { method: 'HEAD' });
  await server.request(first, { headers: { 'user-agent': 'WhatsApp/2.23.20.0 A' } });
  await server.request(first, { headers: { 'sec-purpose': 'prefetch;prerender' } });
  await server.request(second, { headers: { 'user-agent': 'python-requests/2.31.0' } });
  await server.request(second, { headers: { 'user-agent': endless } });
  expect(await clicksOf(linkId)).toEqual([
    { ordinal: 1, method: 'GET', userAgent: BROWSER, verdict: 'person', reason: 'browser' },
    { ordinal: 1, method: 'HEAD', userAgent: BROWSER, verdict: 'scanner', reason: 'head_only' },
    { ordinal: 1, method: 'GET', userAgent: 'WhatsApp/2.23.20.0 A', verdict: 'preview', reason: 'previewer' },
    { ordinal: 1, method: 'GET', userAgent: BROWSER, verdict: 'preview', reason: 'fetched_ahead' },
    { ordinal: 2, method: 'GET', userAgent: 'python-requests/2.31.0', verdict: 'scanner', reason: 'robot' },
    { ordinal: 2, method: 'GET', userAgent: endless.slice(0, 300), verdict: 'person', reason: 'browser' },
  ]);
});

test('a link that is opened while its text is being handed over was opened by a machine', async () => {
  const fresh = await confirmedCampaign(1);
  await drainJobs();
  await pool.query(
    "UPDATE send_batch SET settled_at = now() + interval '10 seconds' WHERE campaign_id = $1",
    [fresh.campaignId],
  );
  const linkId = await addLink(fresh, SALE);
  await server.request(await codeOf(linkId, 1));
  expect(await clicksOf(linkId)).toMatchObject([{ verdict: 'scanner', reason: 'too_soon' }]);
});

test('the report counts each person once, and the first time of each recipient is known', async () => {
  const counted = await confirmedCampaign(4, { body: `Sale: ${SALE} and https://shop.example/news` });
  const [sale, news, stop] = [
    await linkTo(counted, SALE),
    await linkTo(counted, 'https://shop.example/news'),
    await linkTo(counted, null),
  ];
  const robot = { headers: { 'user-agent': 'curl/8.4.0' } };
  for (const [linkId, ordinal, init] of [
    [sale, 1, {}],
    [sale, 1, {}],
    [sale, 2, {}],
    [sale, 3, robot],
    [news, 2, {}],
    [news, 4, {}],
    [stop, 4, {}],
    [stop, 3, robot],
  ] as const) {
    await server.request(await codeOf(linkId, ordinal), init);
  }
  await server.press(await codeOf(stop, 4));
  await drainClicks();
  const { shopId, campaignId } = counted;
  expect(await readClicks(shopId, campaignId)).toEqual({
    links: [
      { destination: SALE, people: 2, clicks: 4, machines: 1 },
      { destination: 'https://shop.example/news', people: 2, clicks: 2, machines: 0 },
    ],
    optOut: { opened: 1, pressed: 1 },
  });
  expect(await firstClicksOf(shopId, campaignId, 4)).toMatchObject([
    { destination: 'https://shop.example/news', pressedStop: false },
    { destination: null, pressedStop: false },
    { destination: null, pressedStop: true },
  ]);
  expect(await firstClicksOf(shopId, campaignId, 3)).toEqual([]);
  const stranger = await makeShop();
  expect(await readClicks(stranger, campaignId)).toEqual({ links: [], optOut: null });
  expect(await firstClicksOf(stranger, campaignId, 4)).toEqual([]);
});

test('an erased person’s link still works, and says nothing of her any more', async () => {
  const mine = await confirmedCampaign(2);
  const linkId = await addLink(mine, SALE);
  const code = await codeOf(linkId, 1);
  await server.request(code);
  await server.request(await codeOf(linkId, 2));
  await drainClicks();
  await eraseContact(mine.shopId, mine.contacts[0] ?? 0, { request: 'operator' });
  expect((await server.request(code)).headers.get('location')).toBe(SALE);
  expect(await clicksOf(linkId)).toMatchObject([
    { ordinal: 1, userAgent: null, verdict: 'person' },
    { ordinal: 2, userAgent: BROWSER },
    { ordinal: null, userAgent: null, verdict: 'person' },
  ]);
});

test('while the database is away the page says so, and clicks that are known are written when it is back', async () => {
  const linkId = await addLink(campaign, SALE);
  const code = await codeOf(linkId, 1);
  const query = vi.spyOn(pool, 'query');
  const away = (name: string) =>
    query.mockImplementation(((asked: { name?: string }) =>
      asked.name === name ? Promise.reject(new Error('the database is away')) : original(asked)) as never);
  // Not the spied one.
  const original = Object.getPrototypeOf(pool).query.bind(pool);

  away('open_link');
  const refused = await server.request(code);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('10');
  expect(await refused.text()).toContain('does not open right now');

  away('record_clicks');
  expect((await server.request(code)).status).toBe(302);
  await vi.waitFor(() =>
    expect(query.mock.calls.some(([asked]) => nameOf(asked) === 'record_clicks')).toBe(true),
  );
  query.mockRestore();
  expect(await clicksOf(linkId)).toMatchObject([{ ordinal: 1, verdict: 'person' }]);
});

const nameOf = (query: unknown): unknown =>
  typeof query === 'object' && query !== null && 'name' in query ? query.name : undefined;

test('no code, address or machine of anybody is in the log', async () => {
  const code = await codeOf(await addLink(campaign, SALE), 1);
  await server.request(`${code}?x=private`);
  await vi.waitFor(() => expect(server.lines.at(-1)).toContain('302'));
  const log = server.lines.join('');
  expect(log).not.toContain(code);
  expect(log).not.toContain('private');
  expect(log).not.toContain('iPhone');
});
