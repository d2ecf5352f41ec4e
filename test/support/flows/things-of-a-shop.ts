import { randomUUID } from 'node:crypto';
import { beginUpload } from '../../../app/features/imports/upload-file.server.ts';
import { saveTemplate } from '../../../app/features/templates/save-template.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { campaignRow, confirm, draftCampaign, quotedCampaign } from './campaign.ts';
import { uploadFile } from './imports.ts';
import { drainJobs } from './jobs.ts';
import { addContacts } from './shop.ts';

/** One of everything that a shop can have, by its id. */
export type Things = {
  shopId: number;
  /** Sent. */
  campaign: number;
  draft: number;
  /** At its review, and the version that the review shows. */
  quoted: number;
  quotedVersion: number;
  contact: number;
  template: number;
  import: number;
  /** An import whose file has not come yet. */
  uploading: number;
  /** A reply that looks like a no and waits for the merchant's word. */
  reply: number;
  list: number;
  purchase: number;
  privacyCase: number;
  segment: string;
};

/** Ids at Shopify, and numbers, that two shops of a test share: the same people buy in both. */
const customers = [
  { id: 'gid://shopify/Customer/9007199254740993', phone: 306_944_000_001 },
  { id: 'gid://shopify/Customer/9007199254740995', phone: 306_944_000_002 },
];
const charge = (word: string) => `gid://shopify/AppPurchaseOneTime/${word === 'Theirs' ? 71 : 72}`;

/**
 * Fills a shop: customers, a campaign that was sent, a template, an import, a list, a segment, a purchase and a case of privacy.
 * Everything that has words says `word`, which no other shop does.
 */
export async function thingsOf(shopId: number, word: string): Promise<Things> {
  const contacts = await addContacts(
    shopId,
    customers.map(({ phone }) => ({
      phone,
      firstName: 'Eleni',
      lastName: `${word}opoulou`,
      tags: [`${word}-tag`],
    })),
  );
  await pool.query(
    `UPDATE contact c SET shopify_id = g.shopify_id FROM unnest($2::bigint[], $3::text[]) AS g(id, shopify_id)
     WHERE c.shop_id = $1 AND c.id = g.id`,
    [shopId, contacts, customers.map(({ id }) => id)],
  );
  const { campaignId } = await quotedCampaign(shopId, {
    name: `${word} sale`,
    body: `${word} offer until Sunday.`,
  });
  await confirm({ shopId, campaignId });
  await drainJobs();
  const draft = await draftCampaign(shopId, { name: `${word} draft`, body: `${word} soon.` });
  const quoted = await quotedCampaign(shopId, {
    name: `${word} next`,
    body: `Dear {{ first_name }}, ${word} next.`,
  });
  const { version } = await campaignRow(quoted);
  const template = new FormData();
  template.set('name', `${word} template`);
  template.set('body', `${word} words`);
  const saved = await saveTemplate(shopId, null, template);
  if (saved.kind !== 'saved') {
    throw new Error(`the template was not saved: ${JSON.stringify(saved)}`);
  }
  const importId = await uploadFile(shopId, `phone,name\n+306944000009,${word}\n`, `${word}.csv`);
  const upload = await beginUpload(shopId, { name: `${word}-next.csv`, bytes: 20 });
  const id = async (text: string, ...values: unknown[]) => {
    const { rows } = await pool.query<{ id: number }>(text, [shopId, ...values]);
    return rows[0]?.id ?? 0;
  };
  const list = await id(
    'INSERT INTO contact_list (shop_id, name) VALUES ($1, $2) RETURNING id',
    `${word} list`,
  );
  await pool.query('INSERT INTO contact_list_member (shop_id, list_id, contact_id) VALUES ($1, $2, $3)', [
    shopId,
    list,
    contacts[0],
  ]);
  const segment = 'gid://shopify/Segment/31';
  await pool.query('INSERT INTO segment (shop_id, shopify_id, name, updated_at) VALUES ($1, $2, $3, now())', [
    shopId,
    segment,
    `${word} segment`,
  ]);
  const purchase = await id(
    `INSERT INTO purchase (shop_id, kind, command_id, requested_by, credits, cents, currency, test, shopify_id, status)
     VALUES ($1, 'pack', $2, 'merchant', 500, 2500, 'EUR', false, $3, 'pending') RETURNING id`,
    randomUUID(),
    charge(word),
  );
  const privacyCase = await id(
    `INSERT INTO privacy_case (shop_id, kind, request, due_at, contact_ids)
     VALUES ($1, 'data_request', $2, now() + interval '30 days', ARRAY[$3::bigint]) RETURNING id`,
    `${word}-request`,
    contacts[0],
  );
  const reply = await id(
    `INSERT INTO inbound_text (shop_id, carrier_key, phone, sender, text, meaning)
     VALUES ($1, sha256($2::bytea), $3, 'Kafeneio', $4, 'suspected_stop') RETURNING id`,
    `${word} ${shopId}`,
    customers[0]?.phone,
    `${word} please stop`,
  );
  await pool.query('UPDATE shop SET test_numbers = ARRAY[306944000001], link_domain = $2 WHERE id = $1', [
    shopId,
    `sms.${word.toLowerCase()}.example`,
  ]);
  await pool.query('INSERT INTO link_domain (shop_id, domain, token) VALUES ($1, $2, $3)', [
    shopId,
    `sms.${word.toLowerCase()}.example`,
    randomUUID(),
  ]);
  return {
    shopId,
    campaign: campaignId,
    draft: draft.campaignId,
    quoted: quoted.campaignId,
    quotedVersion: version,
    uploading: upload.kind === 'begun' ? upload.importId : 0,
    reply,
    contact: contacts[0] ?? 0,
    template: saved.templateId,
    import: importId,
    list,
    purchase,
    privacyCase,
    segment,
  };
}
