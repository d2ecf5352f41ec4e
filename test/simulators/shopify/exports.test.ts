import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  customersByIdQuery,
  customersExportQuery,
  exportQuery,
  startExportMutation,
} from '../../../app/platform/shopify/customer-queries.ts';
import { customerId } from './demo-customers.ts';
import { TestShop } from './test-shop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = new TestShop();
  await shop.start();
});
afterEach(() => shop.stop());

const start = async (query: string) => (await shop.graphql(startExportMutation, { query })).body.data.started;
async function finished(query: string) {
  const { bulkOperation } = await start(query);
  const state = async () => (await shop.graphql(exportQuery, { id: bulkOperation.id })).body.data.export;
  await expect.poll(async () => (await state()).status, { timeout: 10_000 }).not.toMatch(/CREATED|RUNNING/);
  return await state();
}

test('a bulk operation writes a line for each customer, with the fields that were asked for', async () => {
  const done = await finished(customersExportQuery([], null));
  expect(done).toMatchObject({ status: 'COMPLETED', errorCode: null, objectCount: '600' });
  const text = await (await fetch(done.url)).text();
  expect(Buffer.byteLength(text)).toBe(Number(done.fileSize));
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(600);
  expect(Object.keys(lines[0])).toEqual(
    expect.arrayContaining([
      'id',
      'updatedAt',
      'amountSpent',
      'lastOrder',
      'defaultEmailAddress',
      'defaultPhoneNumber',
    ]),
  );
  const part = await fetch(done.url, { headers: { range: 'bytes=100-' } });
  expect([part.status, await part.text()]).toEqual([206, text.slice(100)]);
  expect((await fetch(done.url, { headers: { range: `bytes=${text.length * 4}-` } })).status).toBe(416);
});

test('it exports what its search finds, and has no address when that is nobody', async () => {
  expect(await finished(customersExportQuery([], new Date('2099-01-01')))).toMatchObject({
    status: 'COMPLETED',
    objectCount: '0',
    url: null,
  });
});

test('it ends as it is told to, and refuses what is no query of customers', async () => {
  await shop.post('/_control/exports', { badEnds: ['CANCELED', 'TIMEOUT'] });
  expect(await finished(customersExportQuery([], null))).toMatchObject({ status: 'CANCELED', url: null });
  expect(await finished(customersExportQuery([], null))).toMatchObject({
    status: 'FAILED',
    errorCode: 'TIMEOUT',
  });
  expect(await start('{ orders { edges { node { id } } } }')).toMatchObject({
    bulkOperation: null,
    userErrors: [{ code: 'INVALID' }],
  });
  await shop.post('/_control/exports', { busy: true });
  expect((await start(customersExportQuery([], null))).userErrors).toEqual([
    { code: 'OPERATION_IN_PROGRESS' },
  ]);
});

test('customers are read by their ids, and protected fields are null, with errors, for an app that is not approved', async () => {
  const ids = [customerId(1), 'gid://shopify/Customer/1'];
  const { body } = await shop.graphql(customersByIdQuery([]), { ids });
  expect(body.data.customers).toMatchObject([{ id: customerId(1) }, null]);
  await shop.post('/_control/exports', { granted: false });
  const refused = (await shop.graphql(customersByIdQuery([]), { ids })).body;
  expect(refused.data.customers[0]).toMatchObject({
    id: customerId(1),
    firstName: null,
    defaultPhoneNumber: null,
  });
  expect(refused.errors[0].extensions.code).toBe('ACCESS_DENIED');
});
