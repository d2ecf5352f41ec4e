import { expect, test } from 'vitest';
import { alertsOfThisFile } from '../../../test/support/flows/alerts.ts';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { accessLogPage, drainAccesses, noteAccess, shownPeople } from './access-log.server.ts';

const errors = alertsOfThisFile();
const looksOf = async (shopId: number) => {
  await drainAccesses();
  const { rows } = await accessLogPage(shopId, null);
  // A minute may end between two looks, and then they are two rows.
  const sum = new Map<string, number>();
  for (const { actor, what, contactId, numbers } of rows) {
    const key = [actor, what, contactId].join(' ');
    sum.set(key, (sum.get(key) ?? 0) + numbers);
  }
  return Object.fromEntries(sum);
};

test('who was shown how many numbers, where and whose, is noted for her shop and no other', async () => {
  const [shopId, other] = [await makeShop(), await makeShop()];
  const eleni = { shopId, actor: '42' };
  noteAccess(eleni, { what: 'contact_list', numbers: 50 });
  noteAccess(eleni, { what: 'contact_list', numbers: 7 });
  noteAccess(eleni, { what: 'contact_page', numbers: 1, contactId: 9 });
  noteAccess({ shopId, actor: '43' }, { what: 'contact_list', numbers: 1 });
  noteAccess(eleni, { what: 'preview', numbers: 0 });
  expect(await looksOf(shopId)).toEqual({
    '42 contact_list ': 57,
    '42 contact_page 9': 1,
    '43 contact_list ': 1,
  });
  expect(await looksOf(other)).toEqual({});
});

test('a row shows somebody by a number or a name', () => {
  const rows = [{ phone: null, name: '' }, { phone: '+30 694 312 3456' }, { phone: null, name: 'Eleni' }];
  expect(shownPeople([...rows, { firstName: null, lastName: 'Papa' }, { firstName: null }])).toBe(3);
});

test('a note that cannot be written fails nobody’s page, and is told', async () => {
  noteAccess({ shopId: 987_654_321, actor: '42' }, { what: 'contact_list', numbers: 3 });
  await drainAccesses();
  expect(errors()).toMatchObject([{ shopId: 987_654_321, what: 'contact_list', numbers: 3 }]);
});
