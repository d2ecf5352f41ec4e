import { expect, test } from 'vitest';
import { checkFile, columnsOf, uploadFile, yes } from '../../../test/support/flows/imports.ts';
import { addContacts, makeShop, newPhone } from '../../../test/support/flows/shop.ts';
import { pool } from '../../platform/database.server.ts';
import { importPage } from './import-pages.server.ts';

test('a checked file shows of each kind some people, and what would become of their consent', async () => {
  const shopId = await makeShop();
  const [silent, agreed, leaves, comes] = [newPhone(), newPhone(), newPhone(), newPhone()];
  await addContacts(shopId, [
    { phone: silent, consent: 'unsubscribed' },
    { phone: agreed },
    { phone: leaves },
  ]);
  await pool.query(`UPDATE contact SET consent_at = '2026-01-01' WHERE shop_id = $1`, [shopId]);
  const many = Array.from({ length: 40 }, () => `+${newPhone()},Many,yes`).join('\n');
  const file = `phone,name,sms\n+${silent},Anna,yes\n+${agreed},Beata,yes\n+${leaves},Chara,no\n+${comes},Dora,yes\n${many}\n`;
  const importId = await uploadFile(shopId, file);
  await checkFile(shopId, importId, { columns: columnsOf('phone,first_name,consent'), consent: yes() });
  const page = await importPage(shopId, importId);
  expect(page?.counts).toMatchObject({ opted_in: 41, opted_out: 1, stays_in: 1, stays_out: 1 });
  expect(page?.people).toHaveLength(20);
  expect(page?.people.slice(0, 4).map(({ name, becomes }) => [name, becomes])).toEqual([
    ['Anna', 'stays_out'],
    ['Beata', 'stays_in'],
    ['Chara', 'opts_out'],
    ['Dora', 'opts_in'],
  ]);
});
