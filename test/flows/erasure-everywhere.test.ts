import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { emptyImports } from '../../app/features/imports/tidy-imports.server.ts';
import { erasePerson } from '../../app/features/privacy/erase-records.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { log } from '../../app/platform/log.server.ts';
import { importFile, problemsOf, yes } from '../support/flows/imports.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { linkServerOfThisFile } from '../support/flows/links.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { newPhone } from '../support/flows/shop.ts';
import { type Somebody, somebody } from '../support/flows/somebody.ts';
import { deliverWebhook } from '../support/flows/webhooks.ts';
import { tracesOf } from '../support/flows/whole-database.ts';

mittoOfThisFile();
const server = linkServerOfThisFile();

/** What the app writes into its log, with its own redaction. */
const lines: string[] = [];
beforeAll(() => {
  const { [pino.symbols.streamSym]: stream } = log as unknown as Record<
    symbol,
    { write: (line: string) => void }
  >;
  if (stream === undefined) {
    throw new Error('the log has no stream');
  }
  vi.spyOn(stream, 'write').mockImplementation((line) => void lines.push(line));
  log.level = 'trace';
});
afterAll(() => {
  log.level = 'silent';
});

const logged = ({ words }: Somebody): string[] =>
  [...lines, ...server.lines].filter((line) =>
    words.some((word) => line.toLowerCase().includes(word.toLowerCase())),
  );

/** Everything that was to happen by the hour that an erasure sets for files. */
async function fileHoursPass(shopId: number): Promise<void> {
  await pool.query(
    `UPDATE contact_import SET delete_by = delete_by - interval '24 hours' WHERE shop_id = $1`,
    [shopId],
  );
  for (let sweeps = 0; sweeps < 3; sweeps += 1) {
    await emptyImports();
  }
}

const erasures: [string, (them: Somebody) => Promise<unknown>][] = [
  ['the merchant', ({ shopId, contactId }) => erasePerson(shopId, contactId)],
  [
    'Shopify',
    ({ domain, id, email, phone }) =>
      deliverWebhook({
        shop: domain,
        topic: 'customers/redact',
        payload: `{"customer":{"id":${id},"email":"${email}","phone":"+${phone}"}}`,
      }),
  ],
  [
    'Shopify, by the e-mail address alone',
    ({ domain, email }) =>
      deliverWebhook({ shop: domain, topic: 'customers/redact', payload: { customer: { email } } }),
  ],
];

test.each(erasures)(
  'of somebody who has been everywhere nothing is left when %s erases them, but in files that go in a day',
  async (_, erase) => {
    const them = await somebody(server);
    const tables = new Set((await tracesOf(them.words)).map((trace) => trace.split(':')[0]));
    expect([...tables].sort(), 'where they were').toEqual([
      'public.campaign_content',
      'public.contact',
      'public.contact_import',
      'public.import_person',
      'public.import_piece',
      'public.import_problem',
      'public.inbound_text',
      'public.link_click',
      'public.recipient',
      'public.shop',
      'public.webhook',
    ]);
    await erase(them);
    await emptyImports();
    const left = await tracesOf(them.words);
    expect(left.filter((trace) => !trace.startsWith('public.import_piece:'))).toEqual([]);
    const { rows } = await pool.query<{ hours: number; status: string }>(
      `SELECT status, ceil(extract(epoch FROM delete_by - now()) / 3600)::integer AS hours FROM contact_import
       WHERE shop_id = $1 ORDER BY id`,
      [them.shopId],
    );
    expect(rows).toEqual([
      { status: 'done', hours: null },
      { status: 'checked', hours: 24 },
      { status: 'mapping', hours: 24 },
    ]);
    const { rows: kept } = await pool.query<{ last_name: string }>(
      `SELECT p.last_name FROM import_person p WHERE p.shop_id = $1
       UNION ALL SELECT cells ->> 2 FROM import_problem WHERE shop_id = $1 AND reason = 'landline'`,
      [them.shopId],
    );
    expect(kept, 'others of the files stay').toEqual([
      { last_name: 'Papa' },
      { last_name: 'Else' },
      { last_name: 'Else' },
    ]);
    await fileHoursPass(them.shopId);
    expect(await tracesOf(them.words)).toEqual([]);
    expect(lines.length, 'the log was heard').toBeGreaterThan(10);
    expect(logged(them), 'nor a word in the log').toEqual([]);
  },
  60_000,
);

test('a file that comes later leaves nothing of somebody who was erased, once it is swept', async () => {
  const them = await somebody(server);
  await erasePerson(them.shopId, them.contactId);
  await fileHoursPass(them.shopId);
  const done = await importFile(them.shopId, `phone,name\n+${them.phone},Xanthippi\n${newPhone()},Eleni\n`, {
    columns: 'phone,first_name',
    consent: yes(),
  });
  expect(done).toMatchObject({ foreseen: { people: 2, reasons: { erased: 1 } }, outcome: { added: 1 } });
  expect(await problemsOf(them.shopId, done.id), 'the merchant sees which row').toEqual([
    { row: 2, reason: 'erased' },
  ]);
  await emptyImports();
  await emptyImports();
  expect(await tracesOf(them.words)).toEqual([]);
  const { rows } = await pool.query('SELECT file_name FROM contact_import WHERE shop_id = $1 AND id = $2', [
    them.shopId,
    done.id,
  ]);
  expect(rows, 'its name is as old as the file').toEqual([{ file_name: null }]);
}, 60_000);

test('nothing is left of somebody whose shop is erased, files and their names included', async () => {
  const them = await somebody(server);
  await pool.query(
    `UPDATE shop SET uninstalled_at = now(), installed_at = now() - interval '1 hour' WHERE id = $1`,
    [them.shopId],
  );
  await deliverWebhook({ shop: them.domain, topic: 'shop/redact', payload: { shop_domain: them.domain } });
  await drainJobs();
  expect(await tracesOf(them.words)).toEqual([]);
  expect(logged(them)).toEqual([]);
}, 60_000);

test('what was posted of others, and a wish about data, is worked off as before', async () => {
  const them = await somebody(server);
  const waits = async (id: string, topic: string, body: string) => {
    await pool.query(
      `INSERT INTO webhook (id, shop_domain, topic, triggered_at, body, next_attempt_at)
       VALUES ($1, $2, $3, now(), $4, now() + interval '1 hour')`,
      [`${them.id} ${id}`, them.domain, topic, body],
    );
  };
  await waits('theirs', 'orders/create', `{"customer":{"id":${them.id},"first_name":"Xanthippi"}}`);
  await waits('other', 'customers/update', `{"id":${them.id}7}`);
  await waits('wish', 'customers/data_request', `{"customer":{"id":${them.id}}}`);
  await waits('merge', 'customers/merge', `{"admin_graphql_api_customer_kept_id":${them.id}}`);
  await erasePerson(them.shopId, them.contactId);
  const { rows } = await pool.query<{ id: string; outcome: string | null }>(
    'SELECT id, outcome FROM webhook WHERE id LIKE $1 ORDER BY id',
    [`${them.id} %`],
  );
  expect(rows.map(({ id, outcome }) => [id.split(' ')[1], outcome])).toEqual([
    ['merge', null],
    ['other', null],
    ['theirs', 'person_erased'],
    ['wish', null],
  ]);
}, 60_000);
