import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fetchFromAdmin, standInForApp, thrownResponse } from '../../test/support/shopify.ts';

const shops = ['mine.myshopify.com', 'other.myshopify.com'] as const;
let standIn: Awaited<ReturnType<typeof standInForApp>>;
let campaignId: number;

beforeAll(async () => {
  standIn = await standInForApp({ shops: [...shops], customers: 1 });
  const { draftCampaign } = await import('../../test/support/flows/campaign.ts');
  const { authenticateAdmin } = await import('../features/shops/authenticate-admin.server.ts');
  const { shopId } = await authenticateAdmin(fetchFromAdmin('/app', { shop: shops[0] }));
  ({ campaignId } = await draftCampaign(shopId));
});
afterAll(() => standIn.stop());

const args = (shop: string, id: string, form?: Record<string, string>) => ({
  request: fetchFromAdmin(
    '/app/campaigns',
    { shop },
    form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) },
  ),
  params: { id, ordinal: '1', reason: 'landline' },
  context: {},
});

test('an action or a page of another shop’s campaign is not found, and the log has a line', async () => {
  const { log } = await import('../platform/log.server.ts');
  const warn = vi.spyOn(log, 'warn').mockReturnValue();
  const editor = await import('./app.campaigns.$id.tsx');
  const review = await import('./app.campaigns.$id_.review.tsx');
  const report = await import('./app.campaigns.$id_.report.tsx');
  const recipient = await import('./app.campaigns.$id_.recipients.$ordinal.tsx');
  const leftOut = await import('./app.campaigns.$id_.left-out.$reason.tsx');
  const id = String(campaignId);
  const save = {
    intent: 'save',
    name: 'Mine now',
    body: 'Hi',
    sender: 'Shop',
    audience: '{"kind":"everyone"}',
  };
  const asked: (() => Promise<unknown>)[] = [
    ...[editor, review, report, recipient, leftOut].map((page) => () => page.loader(args(shops[1], id))),
    () => editor.action(args(shops[1], id, save)),
    () => review.action(args(shops[1], id, { when: 'now', version: '1' })),
    () => report.action(args(shops[1], id, { intent: 'cancel' })),
    () => report.action(args(shops[1], id, { intent: 'resend' })),
  ];
  for (const ask of asked) {
    warn.mockClear();
    const response = await thrownResponse(ask());
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('This campaign does not exist in your shop');
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      { shopId: expect.any(Number), campaignId },
      'campaign not found in this shop',
    );
  }
  warn.mockRestore();
});

test('an id that cannot be read is not found either', async () => {
  const { loader } = await import('./app.campaigns.$id.tsx');
  for (const id of ['abc', '1e9', '-1', '99999999999999999999']) {
    expect((await thrownResponse(loader(args(shops[0], id)))).status).toBe(404);
  }
});

test('its own shop edits it', async () => {
  const { loader } = await import('./app.campaigns.$id.tsx');
  expect(await loader(args(shops[0], String(campaignId)))).toMatchObject({
    campaignId,
    campaign: { status: 'draft', values: { name: 'Autumn sale' } },
  });
});

test('a campaign that has no report yet leads to its editor', async () => {
  const { loader } = await import('./app.campaigns.$id_.report.tsx');
  const response = await thrownResponse(loader(args(shops[0], String(campaignId))));
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toContain(`/app/campaigns/${campaignId}`);
});
