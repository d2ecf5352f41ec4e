import { beforeEach, expect, test } from 'vitest';
import {
  checkFile,
  columnsOf,
  contactsOf,
  importFile,
  importRow,
  problemsOf,
  uploadFile,
  yes,
} from '../../../test/support/flows/imports.ts';
import { sweepAndDrain } from '../../../test/support/flows/jobs.ts';
import { addContacts, makeShop, newPhone, setConsent } from '../../../test/support/flows/shop.ts';
import { contactStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import { suppressNumber } from '../compliance/suppress-numbers.server.ts';
import { optOut } from '../contacts/opt-out.server.ts';
import { startImport } from './start-import.server.ts';

let shopId: number;
beforeEach(async () => {
  shopId = await makeShop();
});

const eventsOf = async (contactId: number) =>
  (await readStream(pool, contactStream(shopId, contactId))).map(({ event }) => event);

test('people of a file become contacts, with a consent that says where and since when', async () => {
  const file = 'phone,name,tags\n6943123456,Ελένη,"vip, new"\n+44 7400 123456,,\n';
  const done = await importFile(shopId, file, {
    columns: 'phone,first_name,tags',
    consent: yes(),
    list: 'Till',
  });
  expect(done).toMatchObject({
    status: 'done',
    outcome: { rows: 2, people: 2, added: 2, opted_in: 2, joined: 2, same: 0, reasons: {} },
  });
  const [eleni, other] = await contactsOf(shopId);
  expect(eleni).toMatchObject({
    firstName: 'Ελένη',
    phone: 306943123456,
    consent: 'subscribed',
    since: '2026-03-01T00:00:00.000Z',
    tags: ['vip', 'new'],
    fromShopify: false,
  });
  expect(other).toMatchObject({ firstName: null, phone: 447400123456, tags: [] });
  expect(await eventsOf(eleni?.id ?? 0)).toEqual([
    {
      type: 'ConsentGiven',
      data: {
        source: 'import',
        level: 'UNKNOWN',
        wording: `import-${done.id}`,
        at: '2026-03-01T00:00:00.000Z',
      },
    },
  ]);
  const { rows } = await pool.query(
    'SELECT contact_id FROM contact_list_member WHERE shop_id = $1 ORDER BY 1',
    [shopId],
  );
  expect(rows.map((row) => row.contact_id)).toEqual([eleni?.id, other?.id]);
});

test('the same file twice changes nothing, and says so', async () => {
  const file = 'phone,name,consent\n6943123456,Eleni,yes\n6943123457,Maria,no\n6943123458,Anna,\n';
  const said = { columns: 'phone,first_name,consent', consent: yes(), list: 'Till' };
  await importFile(shopId, file, said);
  const before = await contactsOf(shopId);
  const events = await Promise.all(before.map(({ id }) => eventsOf(id)));
  const again = await importFile(shopId, file, said);
  expect(again.foreseen).toMatchObject({
    people: 3,
    same: 3,
    added: 0,
    filled: 0,
    opted_in: 0,
    opted_out: 0,
    joined: 0,
    stays_in: 1,
    stays_out: 1,
  });
  expect(again.outcome).toMatchObject({
    people: 3,
    same: 3,
    added: 0,
    filled: 0,
    opted_in: 0,
    opted_out: 0,
    joined: 0,
    stays_in: 1,
    stays_out: 1,
  });
  expect(await contactsOf(shopId)).toEqual(before);
  expect(await Promise.all(before.map(({ id }) => eventsOf(id)))).toEqual(events);
  expect((await pool.query('SELECT FROM contact_list WHERE shop_id = $1', [shopId])).rowCount).toBe(1);
});

test('a number that comes twice is one person, and a no in any of its rows counts', async () => {
  const file = 'phone,consent\n6943123456,yes\n6943123457,yes\n+306943123456,no\n6943123457,yes\n';
  const done = await importFile(shopId, file, { columns: 'phone,consent', consent: yes() });
  expect(await problemsOf(shopId, done.id)).toEqual([
    { row: 4, reason: 'repeated' },
    { row: 5, reason: 'repeated' },
  ]);
  expect(await contactsOf(shopId)).toMatchObject([
    { phone: 306943123456, consent: 'unsubscribed' },
    { phone: 306943123457, consent: 'subscribed' },
  ]);
});

test('what Shopify says of a customer stays: only what is empty is filled, and tags are added', async () => {
  const phone = newPhone();
  const [id = 0] = await addContacts(shopId, [
    { phone, firstName: 'Eleni', lastName: null, tags: ['vip'], consent: 'never' },
  ]);
  await pool.query(`UPDATE contact SET shopify_id = 'gid://shopify/Customer/1' WHERE shop_id = $1`, [shopId]);
  const done = await importFile(shopId, `phone,first,last,tags,lang\n+${phone},Helen,Papa,"vip,new",el\n`, {
    columns: 'phone,first_name,last_name,tags,locale',
  });
  expect(done.outcome).toMatchObject({ added: 0, filled: 1, opted_in: 0 });
  expect(await contactsOf(shopId)).toEqual([
    {
      id,
      phone,
      firstName: 'Eleni',
      lastName: 'Papa',
      tags: ['vip', 'new'],
      locale: 'el',
      consent: 'never',
      since: null,
      fromShopify: true,
    },
  ]);
});

test('a no never becomes a yes: not of any record, not of a number that once said stop, whatever date the file has', async () => {
  const [onOther, saidStop, forgotten] = [newPhone(), newPhone(), newPhone()];
  const [first = 0, second = 0] = await addContacts(shopId, [
    { phone: onOther, consent: 'never' },
    { phone: onOther, consent: 'never' },
  ]);
  await setConsent(shopId, second, 'unsubscribed');
  await optOut(shopId, { phone: saidStop }, { source: 'merchant', evidence: null });
  await withTransaction((tx) => suppressNumber(tx, shopId, forgotten, { reason: 'erased', at: new Date() }));

  const file = ['phone', onOther, saidStop, forgotten]
    .map((cell) => `${cell === 'phone' ? '' : '+'}${cell}`)
    .join('\n');
  const done = await importFile(shopId, `${file}\n`, { columns: 'phone', consent: yes('2026-11-20') });
  expect(done.outcome).toMatchObject({
    people: 3,
    added: 1,
    opted_in: 0,
    reasons: { stays_no: 2, erased: 1 },
  });
  expect(await problemsOf(shopId, done.id)).toEqual([
    { row: 2, reason: 'stays_no' },
    { row: 3, reason: 'stays_no' },
    { row: 4, reason: 'erased' },
  ]);
  const contacts = await contactsOf(shopId);
  expect(contacts.map(({ phone, consent }) => ({ phone, consent }))).toEqual([
    { phone: onOther, consent: 'never' },
    { phone: onOther, consent: 'unsubscribed' },
    { phone: saidStop, consent: 'unsubscribed' },
  ]);
  expect(await eventsOf(first)).toEqual([]);
  expect(await eventsOf(contacts[2]?.id ?? 0)).toMatchObject([
    { type: 'ContactSuppressed', data: { reason: 'opted_out' } },
  ]);
});

test('an opt-out between the check and the import counts', async () => {
  const phone = newPhone();
  const importId = await uploadFile(shopId, `phone\n+${phone}\n`);
  const checked = await checkFile(shopId, importId, { columns: ['phone'], consent: yes() });
  expect(checked.foreseen).toMatchObject({ opted_in: 1 });
  await optOut(shopId, { phone }, { source: 'merchant', evidence: null });
  await startImport(shopId, importId);
  await sweepAndDrain();
  expect(await contactsOf(shopId)).toMatchObject([{ phone, consent: 'unsubscribed' }]);
  expect((await importRow(shopId, importId)).outcome).toMatchObject({
    opted_in: 0,
    reasons: { stays_no: 1 },
  });
});

test('a no of a file is obeyed for all records of the number and for those to come; an older one than a yes is not', async () => {
  const [silenced, newer] = [newPhone(), newPhone()];
  const ids = await addContacts(shopId, [{ phone: silenced }, { phone: silenced }, { phone: newer }]);
  await pool.query(`UPDATE contact SET consent_at = '2026-05-01' WHERE shop_id = $1 AND phone = $2`, [
    shopId,
    newer,
  ]);
  const done = await importFile(
    shopId,
    `phone,consent,date\n+${silenced},unsubscribed,\n+${newer},unsubscribed,2026-04-01\n`,
    { columns: 'phone,consent,consent_date' },
  );
  expect(done.outcome).toMatchObject({ opted_out: 1, reasons: { older_no: 1 } });
  expect((await contactsOf(shopId)).map(({ consent }) => consent)).toEqual([
    'unsubscribed',
    'unsubscribed',
    'subscribed',
  ]);
  expect(await eventsOf(ids[0] ?? 0)).toMatchObject([
    { type: 'ConsentWithdrawn', data: { source: 'import', evidence: `import-${done.id}` } },
  ]);
  expect((await pool.query('SELECT FROM suppression WHERE shop_id = $1', [shopId])).rowCount).toBe(2);
});

test('without the merchant’s word for a consent, nobody is subscribed, whatever the cells say', async () => {
  const done = await importFile(shopId, 'phone,sms\n6943123456,yes\n', { columns: 'phone,consent' });
  expect(done.outcome).toMatchObject({ added: 1, opted_in: 0 });
  expect(await contactsOf(shopId)).toMatchObject([{ consent: 'never', since: null }]);
});

test('a customer who has not confirmed yet is subscribed only by something newer', async () => {
  const [older, newer] = [newPhone(), newPhone()];
  await addContacts(shopId, [
    { phone: older, consent: 'pending' },
    { phone: newer, consent: 'pending' },
  ]);
  await pool.query(`UPDATE contact SET consent_at = '2026-04-01' WHERE shop_id = $1`, [shopId]);
  const done = await importFile(shopId, `phone,date\n+${older},2026-03-01\n+${newer},2026-05-01\n`, {
    columns: 'phone,consent_date',
    consent: yes(null),
  });
  expect(done.outcome.reasons).toEqual({ older_yes: 1 });
  expect((await contactsOf(shopId)).map(({ consent }) => consent)).toEqual(['pending', 'subscribed']);
});

test('a yes of before a reply that waits for the merchant subscribes nobody; one of after it does', async () => {
  const [known, unknown, later] = [newPhone(), newPhone(), newPhone()];
  await addContacts(shopId, [{ phone: known, consent: 'never' }]);
  await pool.query(
    `INSERT INTO inbound_text (shop_id, carrier_key, phone, text, meaning, received_at)
     SELECT $1, sha256(gen_random_uuid()::text::bytea), phone, 'not interested', 'suspected_stop', '2026-04-01'
     FROM unnest($2::bigint[]) AS p(phone)`,
    [shopId, [known, unknown, later]],
  );
  const file = `phone,date\n+${known},2026-03-01\n+${unknown},2026-03-01\n+${later},2026-05-01\n`;
  const done = await importFile(shopId, file, { columns: 'phone,consent_date', consent: yes(null) });
  expect(done.outcome).toMatchObject({ opted_in: 1 });
  const people = await contactsOf(shopId);
  expect(people.map(({ phone, consent }) => [phone, consent])).toEqual([
    [known, 'never'],
    [unknown, 'never'],
    [later, 'subscribed'],
  ]);
});

test('a contact that is gone in Shopify is not revived, and her no still counts', async () => {
  const [gone, saidNo] = [newPhone(), newPhone()];
  await addContacts(shopId, [{ phone: gone }, { phone: saidNo, consent: 'unsubscribed' }]);
  await pool.query('UPDATE contact SET deleted_at = now() WHERE shop_id = $1', [shopId]);
  await importFile(shopId, `phone\n+${gone}\n+${saidNo}\n`, { columns: 'phone', consent: yes() });
  const added = (await contactsOf(shopId)).slice(2);
  expect(added).toMatchObject([
    { phone: gone, consent: 'subscribed' },
    { phone: saidNo, consent: 'unsubscribed' },
  ]);
});

test('another shop’s contacts, suppressions and imports are not touched', async () => {
  const phone = newPhone();
  const other = await makeShop();
  await addContacts(other, [{ phone, firstName: null, consent: 'unsubscribed' }]);
  const before = await contactsOf(other);
  const importId = await uploadFile(shopId, `phone,name\n+${phone},Eleni\n`);
  expect(await startImport(other, importId)).toEqual({ kind: 'not_found' });
  await checkFile(shopId, importId, { columns: columnsOf('phone,first_name'), consent: yes() });
  await startImport(shopId, importId);
  await sweepAndDrain();
  expect(await contactsOf(shopId)).toMatchObject([{ phone, consent: 'subscribed' }]);
  expect(await contactsOf(other)).toEqual(before);
});
