import { expect, test } from 'vitest';
import { previewText } from '../../app/components/editor/preview-text.ts';
import { shopifyCustomer, toContact } from '../../app/core/contacts/shopify-customer.ts';
import { EXAMPLE_LINK_CODE, LINK_CODE } from '../../app/core/links/link-code.ts';
import { partsOf } from '../../app/core/messaging/parts.ts';
import { campaignReview } from '../../app/features/campaigns/campaign-review-page.server.ts';
import { recipientPage } from '../../app/features/campaigns/recipient-page.server.ts';
import { upsertContacts } from '../../app/features/contacts/upsert-contacts.server.ts';
import { shopSettingsOf } from '../../app/features/shops/change-settings.server.ts';
import { pool, withTransaction } from '../../app/platform/database.server.ts';
import { openLink } from '../../app/platform/link-codes.server.ts';
import { customerObject } from '../simulators/shopify/admin-api/customer-object.ts';
import { demoCustomers } from '../simulators/shopify/demo-customers.ts';
import { campaignRow, confirm, quotedCampaign } from '../support/flows/campaign.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { makeShop } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();

const BODY =
  'Γεια {{ first_name | "σου" }}! {{ shop_name }}: https://kafeneio.gr/sale?utm_source=sms έως Κυριακή. Στοπ {{ opt_out_link }}';

/** A code is a person's own, so it is known where it stands and how long it is; all other bytes must be equal. */
const masked = (text: string) => text.replace(/(?<=textlink\.test\/)[0-9A-Za-z]{10}/g, EXAMPLE_LINK_CODE);

type Recipient = {
  ordinal: number;
  parts: number;
  credits: number;
  messageId: string | null;
  firstName: string | null;
  lastName: string | null;
};

test('each of the 1,000 demo customers reads what the preview showed, the quote counted and the carrier got', async () => {
  const shopId = await makeShop({ credits: 100_000 });
  const contacts = [...demoCustomers({ count: 1_000, seed: 1 })].map((customer) =>
    toContact(shopifyCustomer.parse(customerObject(customer)), 'GR'),
  );
  await withTransaction((tx) => upsertContacts(tx, shopId, contacts));
  const campaign = await quotedCampaign(shopId, { body: BODY });
  const quoted = await campaignRow(campaign);
  const samples = (await campaignReview(shopId, campaign.campaignId))?.samples ?? [];
  await confirm(campaign);
  await drainJobs();

  const shop = await shopSettingsOf(shopId);
  const { rows: recipients } = await pool.query<Recipient>(
    `SELECT r.ordinal, r.parts, r.credits, r.mitto_message_id AS "messageId",
            c.first_name AS "firstName", c.last_name AS "lastName"
     FROM campaign_recipient r JOIN contact c ON c.shop_id = r.shop_id AND c.id = r.contact_id
     WHERE r.shop_id = $1 AND r.campaign_id = $2 ORDER BY r.ordinal`,
    [shopId, campaign.campaignId],
  );
  const truth = new Map(
    (await mitto.truthOf(campaign.campaignId)).map((sent) => [sent.messageId, sent.text]),
  );
  expect(recipients.length).toBeGreaterThan(500);

  let credits = 0;
  const codes = new Set<string>();
  for (const recipient of recipients) {
    const sent = truth.get(recipient.messageId ?? '') ?? '';
    const preview = previewText(BODY, recipient, shop);
    expect(masked(sent)).toBe('text' in preview ? preview.text : preview);
    expect(recipient.parts).toBe(partsOf(sent));
    credits += recipient.credits;
    for (const [code] of sent.matchAll(/(?<=textlink\.test\/)[0-9A-Za-z]{10}/g)) {
      expect(code).toMatch(LINK_CODE);
      expect((await openLink(code))?.ordinal).toBe(recipient.ordinal);
      codes.add(code);
    }
  }
  expect(codes.size).toBe(recipients.length * 2);
  expect(credits).toBe(quoted.credits);
  expect(samples.length).toBeGreaterThan(1);
  for (const { ordinal, text } of samples) {
    const sent = truth.get(recipients[ordinal - 1]?.messageId ?? '');
    expect(text).toBe(sent);
    expect((await recipientPage(shopId, campaign.campaignId, ordinal))?.text).toBe(sent);
  }
});
