import { randomUUID } from 'node:crypto';
import { readTestForm, sendTest } from '../../../app/features/campaigns/send-test.server.ts';
import { runImport } from '../../../app/features/imports/run-import.server.ts';
import { startImport } from '../../../app/features/imports/start-import.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { confirmedCampaign } from './campaign.ts';
import { checkFile, columnsOf, uploadFile, yes } from './imports.ts';
import { reply } from './inbound.ts';
import { drainJobs } from './jobs.ts';
import { addLink, clicksOf, codeOf, type linkServerOfThisFile } from './links.ts';
import { knownAs } from './privacy.ts';
import { newPhone } from './shop.ts';
import { deliverWebhook } from './webhooks.ts';

export type Somebody = {
  shopId: number;
  domain: string;
  contactId: number;
  phone: number;
  email: string;
  /** Shopify's, as digits. */
  id: string;
  /** Whatever would tell of them, in every spelling that they came in. */
  words: string[];
};

let count = 0;

/**
 * Somebody who has been through everything that a shop does with a person: texted, tested, answering, opening
 * links, on lists, in files that were imported, could not be, and wait, and posted by Shopify. Nobody else of
 * the database has their words.
 */
export async function somebody(server: ReturnType<typeof linkServerOfThisFile>): Promise<Somebody> {
  count += 1;
  const phone = newPhone();
  const [email, id] = [`x${count}@quartz.example`, `70640550693037${1000 + count}`];
  const campaign = await confirmedCampaign(
    [
      { phone, firstName: 'Xanthippi', lastName: 'Quartzopoulou', tags: ['quartz-club'] },
      { firstName: 'Maria' },
    ],
    { body: 'Dear {{ first_name }} {{ last_name }}, look.' },
  );
  const { shopId, contacts } = campaign;
  const contactId = contacts[0] ?? 0;
  await knownAs(shopId, contactId, { shopifyId: `gid://shopify/Customer/${id}`, email });
  await drainJobs();
  const { rows } = await pool.query<{ domain: string; ordinal: number }>(
    `SELECT s.domain, r.ordinal FROM shop s JOIN recipient r ON r.shop_id = s.id
     WHERE s.id = $1 AND r.campaign_id = $2 AND r.contact_id = $3`,
    [shopId, campaign.campaignId, contactId],
  );
  const { domain, ordinal } = rows[0] ?? { domain: '', ordinal: 0 };
  const link = await addLink(campaign, 'https://kafeneio.example/sale');
  const code = await codeOf(link, ordinal);
  await server.request(code, { headers: { 'user-agent': 'Quartzbrowser/1.0' } });
  await clicksOf(link);
  await reply(server, phone, 'Kafeneio', 'stop this, says Quartzopoulou');
  await pool.query('UPDATE shop SET test_numbers = ARRAY[$2::bigint] WHERE id = $1', [shopId, phone]);
  await tryAsThem(campaign, { contactId, phone });
  await pool.query(
    `WITH list AS (INSERT INTO contact_list (shop_id, name) VALUES ($1, 'At the till') RETURNING id)
     INSERT INTO contact_list_member (shop_id, list_id, contact_id) SELECT $1, id, $2 FROM list`,
    [shopId, contactId],
  );
  await filesWith(shopId, phone, email);
  const customer = { id: Number.MAX_SAFE_INTEGER, email, phone: `+${phone}`, first_name: 'Xanthippi' };
  const body = JSON.stringify(customer).replace(String(Number.MAX_SAFE_INTEGER), id);
  await deliverWebhook({
    shop: domain,
    topic: 'customers/data_request',
    payload: `{"customer":${body},"data_request":{"id":${count}}}`,
  });
  // One that met a failure, and waits for its next attempt.
  await pool.query(
    `INSERT INTO webhook (id, shop_domain, topic, triggered_at, body, next_attempt_at)
     VALUES ($1, $2, 'customers/update', now(), $3, now() + interval '1 hour')`,
    [randomUUID(), domain, body],
  );
  return { shopId, domain, contactId, phone, email, id, words: wordsOf(phone, email) };
}

/** A test text as them, to their own number. */
async function tryAsThem(
  { shopId, campaignId }: { shopId: number; campaignId: number },
  { contactId, phone }: { contactId: number; phone: number },
): Promise<void> {
  const form = new FormData();
  const fields = { commandId: randomUUID(), number: `${phone}`, as: `${contactId}`, ceiling: '100' };
  for (const [name, value] of Object.entries(fields)) {
    form.set(name, value);
  }
  const command = readTestForm(form);
  const result = command === undefined ? undefined : await sendTest(shopId, campaignId, command);
  if (result?.kind !== 'sent') {
    throw new Error(`the test was not sent: ${JSON.stringify(result)}`);
  }
  await drainJobs();
}

const COLUMNS = 'phone,first_name,last_name,email';

/**
 * One that was imported, with rows that were not taken; one that is checked; one that is not read yet. All
 * named after them.
 */
async function filesWith(shopId: number, phone: number, email: string): Promise<void> {
  const national = `${phone}`.slice(2);
  const file = [
    COLUMNS,
    `+${phone},Xanthippi,Quartzopoulou,${email}`,
    `0030 ${national.slice(0, 3)}-${national.slice(3)},XANTHIPPI,Quartzopoulou,`,
    `3.06943E+11,Quartzopoulou,Xanthippi,`,
    `,X.,,${email.toUpperCase()}`,
    `2101234567,Somebody,Else,`,
    `${newPhone()},Eleni,Papa,`,
  ].join('\n');
  const imported = await uploadFile(shopId, file, 'Xanthippi Quartzopoulou.csv');
  await checkFile(shopId, imported, { columns: columnsOf(COLUMNS), consent: yes() });
  await startImport(shopId, imported);
  await runImport(shopId, imported);
  const checked = await uploadFile(shopId, file, `order ${national}.csv`);
  await checkFile(shopId, checked, { columns: columnsOf(COLUMNS), consent: yes() });
  await uploadFile(shopId, file, `${email}.csv`);
}

function wordsOf(phone: number, email: string): string[] {
  const national = `${phone}`.slice(2);
  return [
    `${phone}`,
    national,
    `${national.slice(0, 3)} ${national.slice(3, 6)} ${national.slice(6)}`,
    `${national.slice(0, 3)}-${national.slice(3)}`,
    'Xanthippi',
    'Quartz',
    email,
  ];
}
