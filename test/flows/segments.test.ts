import { expect, test } from 'vitest';
import type { CampaignInput } from '../../app/core/campaigns/campaign-input.ts';
import { freezeAudience } from '../../app/features/campaigns/freeze-audience.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { saveDraft } from '../../app/features/campaigns/save-draft.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { customerId } from '../simulators/shopify/demo-customers.ts';
import { type Campaign, campaignRow, draftCampaign, input, recipientsOf } from '../support/flows/campaign.ts';
import { deleteAllJobs, drainJobs, sweepAndDrain } from '../support/flows/jobs.ts';
import { makeShop } from '../support/flows/shop.ts';
import { type ShopifyShop, shopifyOfThisFile } from '../support/flows/shopify.ts';

/** Three pages of members. */
const CUSTOMERS = 2_000;
const shopify = shopifyOfThisFile({ shops: 20, customers: CUSTOMERS });
const all = { number: '2001', name: 'All', query: 'number_of_orders >= 0' };
const nobody = { number: '2002', name: 'Nobody', query: 'number_of_orders >= 1000' };
const chosen = ({ number, name }: typeof all) => ({ id: `gid://shopify/Segment/${number}`, name });
const ofAll: Partial<CampaignInput> = { audience: { kind: 'segment', segment: chosen(all) } };

/** A shop of which we know the first so many customers, all of them subscribed. */
async function newShop(known = CUSTOMERS): Promise<ShopifyShop> {
  const shop = await shopify.newShop();
  await shop.control('segments', { put: all });
  await shop.control('segments', { put: nobody });
  await pool.query(
    `INSERT INTO contact (shop_id, shopify_id, first_name, phone, phone_country, consent, tags)
     SELECT $1, id, 'Eleni', 306900000000 + n, 'GR', 'subscribed', CASE WHEN n <= 10 THEN '{staff}'::text[] ELSE '{}' END
     FROM unnest($2::text[]) WITH ORDINALITY AS given(id, n)`,
    [shop.shopId, Array.from({ length: known }, (_, n) => customerId(n))],
  );
  await deleteAllJobs();
  return shop;
}

/** At its review, as far as the job came at its first try. */
async function underReview({ shopId }: ShopifyShop, changes = ofAll): Promise<Campaign> {
  const campaign = await draftCampaign(shopId, changes);
  await requestReview(shopId, campaign.campaignId);
  return campaign;
}

const review = async (shop: ShopifyShop, changes = ofAll): Promise<Campaign> => {
  const campaign = await underReview(shop, changes);
  await drainJobs({ without: ['dispatch-batch', 'read-customers'] });
  return campaign;
};

async function membersRead({ shopId, campaignId }: Campaign) {
  const { rows } = await pool.query<{ members: number; attempt: number; queryId: string; done: boolean }>(
    `SELECT (SELECT count(*) FROM segment_member m WHERE m.shop_id = f.shop_id AND m.fetch_id = f.id) AS members,
            attempt, query_id AS "queryId", done
     FROM segment_fetch f WHERE shop_id = $1 AND campaign_id = $2`,
    [shopId, campaignId],
  );
  return rows[0];
}

test('everybody in a segment gets the text, over as many pages as it has, and what was read is thrown away', async () => {
  const campaign = await review(await newShop());
  expect(await campaignRow(campaign)).toMatchObject({
    status: 'quoted',
    audience: CUSTOMERS,
    recipients: CUSTOMERS,
  });
  expect(await membersRead(campaign)).toBeUndefined();
  expect((await pool.query('SELECT FROM segment_member')).rowCount).toBe(0);
});

test('who is in a segment that is left out gets nothing, whoever else she is', async () => {
  const shop = await newShop(30);
  const everyone = await review(shop, {
    audience: { kind: 'everyone', exclude: { segments: [chosen(all)] } },
  });
  expect(await campaignRow(everyone)).toMatchObject({ status: 'draft', problem: 'nobody_found' });
  const tags = await review(shop, {
    audience: { kind: 'everyone', exclude: { tags: ['staff'], segments: [chosen(nobody)] } },
  });
  expect(await campaignRow(tags)).toMatchObject({ status: 'quoted', recipients: 20 });
});

test('members whom we do not know are read first, and those still missing then are counted as left out', async () => {
  const shop = await newShop(CUSTOMERS - 3);
  const campaign = await underReview(shop, {
    audience: { kind: 'segment', segment: chosen(all), exclude: { tags: ['staff'] } },
  });
  await freezeAudience(shop.shopId, campaign.campaignId);
  expect(await campaignRow(campaign)).toMatchObject({ status: 'preparing' });
  const asked = await pool.query<{ id: string }>(
    'SELECT shopify_id AS id FROM customer_to_read WHERE shop_id = $1 ORDER BY 1',
    [shop.shopId],
  );
  expect(asked.rows.map((row) => row.id)).toEqual([3, 2, 1].map((n) => customerId(CUSTOMERS - n)));
  // Nobody reads them in time.
  await pool.query("UPDATE segment_fetch SET moved_at = now() - interval '2 minutes' WHERE shop_id = $1", [
    shop.shopId,
  ]);
  await freezeAudience(shop.shopId, campaign.campaignId);
  const row = await campaignRow(campaign);
  expect(row).toMatchObject({ status: 'quoted', audience: CUSTOMERS - 10, excluded: { not_synced_yet: 3 } });
  expect(row.recipients).toBe(CUSTOMERS - 13);
});

test('members whom we do not know are in the review once they are read', async () => {
  const campaign = await underReview(await newShop(CUSTOMERS - 3));
  await drainJobs({ without: ['dispatch-batch'] });
  const row = await campaignRow(campaign);
  expect(row).toMatchObject({ status: 'quoted', audience: CUSTOMERS });
  expect(row.excluded).not.toHaveProperty('not_synced_yet');
});

test('a reader that dies leaves its place, and whoever takes over reads the rest of the same snapshot', async () => {
  const shop = await newShop();
  const campaign = await underReview(shop);
  // Enough for the first page and for nothing after it.
  await shop.control('throttle', { maximumAvailable: 2_000, restoreRate: 1, currentlyAvailable: 930 });
  await freezeAudience(shop.shopId, campaign.campaignId);
  const before = await membersRead(campaign);
  expect(before).toMatchObject({ members: 900, attempt: 1, done: false });
  expect(await recipientsOf(campaign)).toEqual([]);
  // Dead in the middle: its job is gone, its lease is not.
  await deleteAllJobs();
  await pool.query("UPDATE segment_fetch SET lease_until = now() + interval '1 minute' WHERE shop_id = $1", [
    shop.shopId,
  ]);
  await freezeAudience(shop.shopId, campaign.campaignId);
  expect(await membersRead(campaign), 'nobody reads beside somebody').toEqual(before);
  // The segment is another one meanwhile; the snapshot is not.
  await shop.control('segments', { put: { ...all, query: 'number_of_orders >= 1000' } });
  await shop.control('throttle', { maximumAvailable: 1_000_000, restoreRate: 1_000_000 });
  await pool.query("UPDATE segment_fetch SET lease_until = now() - interval '1 second' WHERE shop_id = $1", [
    shop.shopId,
  ]);
  await pool.query("UPDATE campaign SET updated_at = now() - interval '1 minute' WHERE shop_id = $1", [
    shop.shopId,
  ]);
  await sweepAndDrain({ without: ['dispatch-batch'] });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'quoted', recipients: CUSTOMERS });
});

test('four jobs that read one segment at once freeze one audience', async () => {
  const shop = await newShop();
  const campaign = await underReview(shop);
  await Promise.all(Array.from({ length: 4 }, () => freezeAudience(shop.shopId, campaign.campaignId)));
  await drainJobs({ without: ['dispatch-batch'] });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'quoted', recipients: CUSTOMERS });
});

test('an answer that gets lost is asked for again', async () => {
  const shop = await newShop(5);
  const campaign = await underReview(shop, {
    audience: { kind: 'everyone', exclude: { segments: [chosen(nobody)] } },
  });
  for (const operation of [
    'SendbookSegment',
    'SendbookSnapshotMembers',
    'SendbookSnapshot',
    'SendbookMembers',
  ]) {
    await shop.control('lose-answers', { operation });
    await expect(freezeAudience(shop.shopId, campaign.campaignId), operation).rejects.toThrow();
  }
  await freezeAudience(shop.shopId, campaign.campaignId);
  expect(await campaignRow(campaign)).toMatchObject({ status: 'quoted', recipients: 5 });
});

test('a snapshot that takes its time is waited for, and one that Shopify forgets is made anew', async () => {
  const shop = await newShop(5);
  await shop.control('segments', { snapshotMs: 3_600_000 });
  const audience = { kind: 'everyone' as const, exclude: { segments: [chosen(nobody)] } };
  const campaign = await underReview(shop, { audience });
  await freezeAudience(shop.shopId, campaign.campaignId);
  expect(await membersRead(campaign)).toMatchObject({ attempt: 1, done: false });
  await shop.control('segments', { snapshotMs: 0, forgetSnapshots: true });
  await drainJobs({ without: ['dispatch-batch'] });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'quoted', recipients: 5 });
});

async function uninstalled({ shopId }: ShopifyShop): Promise<void> {
  await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [shopId]);
}

type Trouble = [string, string, (shop: ShopifyShop) => Promise<void>];
const troubles: Trouble[] = [
  ['is gone at Shopify', 'segment_gone', (shop) => shop.control('segments', { delete: all.number })],
  ['never adds up', 'segment_incomplete', (shop) => shop.control('segments', { missing: 1 })],
  ['may not be read any more', 'segment_no_access', uninstalled],
];

test.each(troubles)(
  'a segment that %s makes the campaign a draft again, and nothing is frozen',
  async (_, problem, make) => {
    const shop = await newShop(5);
    await make(shop);
    const campaign = await review(shop);
    expect(await campaignRow(campaign)).toMatchObject({
      status: 'draft',
      problem,
      recipients: 0,
      audience: 0,
    });
    expect(await recipientsOf(campaign)).toEqual([]);
    await sweepAndDrain({ without: ['dispatch-batch'] });
    expect(await membersRead(campaign)).toBeUndefined();
  },
);

test('a segment that stands still for long is told, and not waited for without end', async () => {
  const shop = await newShop(5);
  await shop.control('segments', { snapshotMs: 3_600_000 });
  const campaign = await underReview(shop);
  await freezeAudience(shop.shopId, campaign.campaignId);
  await pool.query("UPDATE segment_fetch SET moved_at = now() - interval '11 minutes' WHERE shop_id = $1", [
    shop.shopId,
  ]);
  await freezeAudience(shop.shopId, campaign.campaignId);
  expect(await campaignRow(campaign)).toMatchObject({ status: 'draft', problem: 'segment_unreachable' });
});

test('what was read for words that were changed meanwhile is not used, and does not stay', async () => {
  const shop = await newShop();
  const campaign = await underReview(shop);
  await shop.control('throttle', { maximumAvailable: 2_000, restoreRate: 1, currentlyAvailable: 930 });
  await freezeAudience(shop.shopId, campaign.campaignId);
  await saveDraft(shop.shopId, campaign.campaignId, input());
  await shop.control('throttle', { maximumAvailable: 1_000_000, restoreRate: 1_000_000 });
  await sweepAndDrain({ without: ['dispatch-batch'] });
  expect(await membersRead(campaign)).toBeUndefined();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'draft', problem: null });
});

test('a list or a segment of another shop is none of this one', async () => {
  const theirs = await makeShop();
  const { rows } = await pool.query<{ id: number }>(
    "INSERT INTO contact_list (shop_id, name) VALUES ($1, 'Theirs') RETURNING id",
    [theirs],
  );
  const listId = rows[0]?.id ?? 0;
  const shop = await newShop(5);
  const list = await review(shop, { audience: { kind: 'list', listId } });
  expect(await campaignRow(list)).toMatchObject({ status: 'draft', problem: 'list_gone' });
  const leftOut = await review(shop, { audience: { kind: 'everyone', exclude: { lists: [listId] } } });
  expect(await campaignRow(leftOut)).toMatchObject({ status: 'draft', problem: 'list_gone' });
  const foreign = { id: 'gid://shopify/Segment/9999', name: 'Theirs' };
  const segment = await review(shop, { audience: { kind: 'segment', segment: foreign } });
  expect(await campaignRow(segment)).toMatchObject({ status: 'draft', problem: 'segment_gone' });
});
