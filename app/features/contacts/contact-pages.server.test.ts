import { expect, test } from 'vitest';
import { confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { addContacts, makeShop } from '../../../test/support/flows/shop.ts';
import { contactPage } from './contact-page.server.ts';
import { contactListPage } from './contact-pages.server.ts';
import { contactSearch } from './contact-search.ts';

const all = { search: '', consent: '', cursor: null } as const;

test('contacts are found by beginnings of names, by part of a number and by consent', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, [
    { firstName: 'Maria Eleni', lastName: 'Papadopoulou', phone: 306_943_000_101 },
    { firstName: 'Marios', lastName: 'Georgiou', phone: 306_943_000_102, consent: 'unsubscribed' },
    { firstName: 'Ελένη', lastName: '100%', phone: null, phoneProblem: 'landline', consent: 'never' },
  ]);
  const names = async (query: Partial<Parameters<typeof contactListPage>[1]>) =>
    (await contactListPage(shopId, { ...all, ...query })).rows.map((row) => row.name);
  expect(await names({})).toEqual(['Ελένη 100%', 'Marios Georgiou', 'Maria Eleni Papadopoulou']);
  expect(await names({ search: 'mari' })).toEqual(['Marios Georgiou', 'Maria Eleni Papadopoulou']);
  expect(await names({ search: 'papa ELENI' })).toEqual(['Maria Eleni Papadopoulou']);
  expect(await names({ search: 'ΕΛΈΝ' })).toEqual(['Ελένη 100%']);
  expect(await names({ search: '%' })).toEqual([]);
  expect(await names({ search: '694 300 0102' })).toEqual(['Marios Georgiou']);
  expect(await names({ search: '0101' })).toEqual(['Maria Eleni Papadopoulou']);
  expect(await names({ consent: 'unsubscribed' })).toEqual(['Marios Georgiou']);
});

test('a search is digits only when it looks like a number', () => {
  expect(contactSearch('+30 (694) 300-0001')).toEqual({ digits: '306943000001', names: [] });
  expect(contactSearch('07400 123456')).toEqual({ digits: '7400123456', names: [] });
  expect(contactSearch('12')).toEqual({ digits: null, names: ['12'] });
  expect(contactSearch('a_b')).toEqual({ digits: null, names: ['a\\_b'] });
});

test('one contact shows every text to her number and why she was left out', async () => {
  const { shopId, campaignId, contacts } = await confirmedCampaign([
    { firstName: 'Maria', phone: 306_943_000_201 },
    { firstName: 'Maria again', phone: 306_943_000_201 },
    { firstName: 'No', consent: 'unsubscribed' },
  ]);
  const [maria = 0, again = 0, no = 0] = contacts;
  expect((await contactPage(shopId, maria))?.texts).toMatchObject([
    { kind: 'recipient', campaignId, ordinal: 1, state: 'queued', reason: null },
  ]);
  expect((await contactPage(shopId, again))?.texts.map((text) => text.kind).sort()).toEqual([
    'left_out',
    'recipient',
  ]);
  expect((await contactPage(shopId, no))?.texts).toMatchObject([
    { kind: 'left_out', campaignId, reason: 'opted_out' },
  ]);
});

test('a contact of another shop is not found', async () => {
  const [contactId = 0] = await addContacts(await makeShop(), 1);
  expect(await contactPage(await makeShop(), contactId)).toBeUndefined();
});
