import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { TestShop } from './test-shop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = new TestShop();
  await shop.start();
});
afterEach(() => shop.stop());

const CREATE = `mutation($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) {
    codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic { title } } }
    userErrors { field code message } } }`;
const ADD = `mutation($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
  discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) {
    bulkCreation { id done codesCount importedCount failedCount } userErrors { code } } }`;
const IMPORT = `query($id: ID!) { discountRedeemCodeBulkCreation(id: $id) { done codesCount importedCount failedCount
  codes(first: 250) { nodes { code errors { code } discountRedeemCode { id } } } } }`;
const CODES = `query($id: ID!, $after: String) { codeDiscountNode(id: $id) { codeDiscount {
  ... on DiscountCodeBasic { codes(first: 2, after: $after) {
    nodes { id code } pageInfo { hasNextPage endCursor } } } } } }`;

const good = {
  title: 'Autumn',
  code: 'AUTUMN-1',
  startsAt: '2026-11-24T10:00:00Z',
  context: { all: 'ALL' },
  customerGets: { items: { all: true }, value: { percentage: 0.15 } },
};

async function create(changes: Record<string, unknown> = {}) {
  return (await shop.graphql(CREATE, { discount: { ...good, ...changes } })).body.data
    .discountCodeBasicCreate;
}
const createdId = async () => z.string().parse((await create()).codeDiscountNode.id);
async function add(id: string, codes: string[]) {
  return (await shop.graphql(ADD, { id, codes: codes.map((code) => ({ code })) })).body;
}
async function imported(id: string) {
  return (await shop.graphql(IMPORT, { id })).body.data.discountRedeemCodeBulkCreation;
}

test('a discount has one code at first, and is found by it in any case', async () => {
  const made = await create();
  expect(made).toMatchObject({ codeDiscountNode: { codeDiscount: { title: 'Autumn' } }, userErrors: [] });
  const found = await shop.graphql('{ codeDiscountNodeByCode(code: "autumn-1") { id } }');
  expect(found.body.data.codeDiscountNodeByCode).toEqual({ id: made.codeDiscountNode.id });
  const nobody = await shop.graphql('{ codeDiscountNodeByCode(code: "autumn-2") { id } }');
  expect(nobody.body.data.codeDiscountNodeByCode).toBeNull();
});

test.each([
  ['an end before its start', { endsAt: '2026-11-01T00:00:00Z' }, 'END_DATE_BEFORE_START_DATE'],
  [
    'more than all',
    { customerGets: { items: { all: true }, value: { percentage: 1.5 } } },
    'VALUE_OUTSIDE_RANGE',
  ],
  ['no title', { title: '' }, 'BLANK'],
])('%s is a user error', async (_, changes, code) => {
  expect(await create(changes)).toMatchObject({ codeDiscountNode: null, userErrors: [{ code }] });
});

test('a code that another discount has is a user error', async () => {
  await createdId();
  expect(await create({ code: 'Autumn-1' })).toMatchObject({ userErrors: [{ code: 'TAKEN' }] });
});

test('codes are imported a moment later; those that somebody has fail, by name', async () => {
  await shop.post('/_control/discounts', { importMs: 60_000, taken: 'AUTUMN-3' });
  const id = await createdId();
  const waiting = (await add(id, ['AUTUMN-2'])).data.discountRedeemCodeBulkAdd.bulkCreation;
  expect(waiting).toMatchObject({ done: false, codesCount: 1 });
  expect(await imported(waiting.id)).toMatchObject({ done: false, importedCount: 0, failedCount: 0 });

  await shop.post('/_control/discounts', { importMs: 0 });
  const asked = (await add(id, ['AUTUMN-1', 'AUTUMN-3', 'AUTUMN-4'])).data.discountRedeemCodeBulkAdd;
  const done = await imported(asked.bulkCreation.id);
  expect(done).toMatchObject({ done: true, codesCount: 3, importedCount: 1, failedCount: 2 });
  expect(done.codes.nodes).toMatchObject([
    { code: 'AUTUMN-1', errors: [{ code: 'TAKEN' }], discountRedeemCode: null },
    { code: 'AUTUMN-3', errors: [{ code: 'TAKEN' }], discountRedeemCode: null },
    { code: 'AUTUMN-4', errors: [], discountRedeemCode: { id: expect.any(String) } },
  ]);
});

test('more than 250 codes at once are refused whole', async () => {
  const body = await add(
    await createdId(),
    Array.from({ length: 251 }, (_, i) => `A-${i}`),
  );
  expect(body.errors[0].extensions.code).toBe('MAX_INPUT_SIZE_EXCEEDED');
});

test('codes are listed page by page, and a page stays where it is when codes before it go', async () => {
  await shop.post('/_control/discounts', { importMs: 0 });
  const id = await createdId();
  await add(id, ['AUTUMN-2', 'AUTUMN-3']);
  const page = async (after: string | null) =>
    (await shop.graphql(CODES, { id, after })).body.data.codeDiscountNode.codeDiscount.codes;
  const first = await page(null);
  expect(first.nodes).toHaveLength(2);
  const removed = await shop.graphql(
    `mutation($id: ID!, $ids: [ID!]) { discountCodeRedeemCodeBulkDelete(discountId: $id, ids: $ids) {
      job { id } userErrors { code } } }`,
    { id, ids: [first.nodes[0].id] },
  );
  expect(removed.body.data.discountCodeRedeemCodeBulkDelete.userErrors).toEqual([]);
  expect((await page(first.pageInfo.endCursor)).nodes).toMatchObject([{ code: 'AUTUMN-3' }]);
  expect((await page(null)).nodes.map(({ code }: { code: string }) => code)).toEqual([
    'AUTUMN-2',
    'AUTUMN-3',
  ]);
});

test('a deleted discount is gone with its codes', async () => {
  const id = await createdId();
  await shop.graphql(
    'mutation($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { code } } }',
    {
      id,
    },
  );
  const { body } = await shop.graphql('{ codeDiscountNodeByCode(code: "AUTUMN-1") { id } }');
  expect(body.data.codeDiscountNodeByCode).toBeNull();
  expect((await add(id, ['AUTUMN-2'])).data.discountRedeemCodeBulkAdd).toMatchObject({
    bulkCreation: null,
    userErrors: [{ code: 'INVALID' }],
  });
});

test('without the scopes of discounts, the field is refused by name', async () => {
  await shop.post('/_control/discounts', { granted: false });
  const { body } = await shop.graphql(CREATE, { discount: good });
  expect(body.errors[0]).toMatchObject({
    message: expect.stringContaining('write_discounts'),
    extensions: { code: 'ACCESS_DENIED' },
  });
});

test('an answer that is to be lost never comes, and what was asked for is done', async () => {
  await shop.post('/_control/lose-answers', { operation: 'Make' });
  const named = CREATE.replace('mutation(', 'mutation Make(');
  await expect(shop.graphql(named, { discount: good })).rejects.toThrow();
  const { body } = await shop.graphql(named, { discount: good });
  expect(body.data.discountCodeBasicCreate.userErrors).toMatchObject([{ code: 'TAKEN' }]);
});
