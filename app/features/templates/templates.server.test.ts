import { expect, test } from 'vitest';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { pool } from '../../platform/database.server.ts';
import { deleteTemplate } from './delete-template.server.ts';
import { saveTemplate } from './save-template.server.ts';
import { templateList, templateToEdit, textToBeginWith } from './template-pages.server.ts';

function form(name: string, body = 'Hi {{ first_name | "there" }}!'): FormData {
  const data = new FormData();
  data.set('name', name);
  data.set('body', body);
  return data;
}

async function saved(shopId: number, name: string, body?: string): Promise<number> {
  const result = await saveTemplate(shopId, null, form(name, body));
  if (result.kind !== 'saved') {
    throw new Error(`not saved: ${JSON.stringify(result)}`);
  }
  return result.templateId;
}

test('templates are kept, changed and deleted, and listed by name', async () => {
  const shopId = await makeShop();
  const sale = await saved(shopId, ' Sale ');
  const autumn = await saved(shopId, 'autumn', 'Leaves fall.');
  expect(await templateList(shopId)).toEqual([
    { id: autumn, name: 'autumn', body: 'Leaves fall.' },
    { id: sale, name: 'Sale', body: 'Hi {{ first_name | "there" }}!' },
  ]);
  expect(await saveTemplate(shopId, sale, form('Big sale', 'All of it.'))).toEqual({
    kind: 'saved',
    templateId: sale,
  });
  expect(await templateToEdit(shopId, sale)).toEqual({ name: 'Big sale', body: 'All of it.' });
  await deleteTemplate(shopId, sale);
  await deleteTemplate(shopId, sale);
  expect(await templateToEdit(shopId, sale)).toBeUndefined();
});

test('a name is one template, whatever its case, for a new one and for a renamed one', async () => {
  const shopId = await makeShop();
  await saved(shopId, 'Καλοκαίρι');
  const other = await saved(shopId, 'Winter');
  const taken = {
    kind: 'invalid',
    problems: [{ field: 'name', message: expect.stringMatching(/this name/) }],
  };
  expect(await saveTemplate(shopId, null, form('ΚΑΛΟΚΑΊΡΙ'))).toEqual(taken);
  expect(await saveTemplate(shopId, other, form('Καλοκαίρι'))).toEqual(taken);
  expect(await saveTemplate(shopId, other, form('Winter', 'Snow.'))).toMatchObject({ kind: 'saved' });
  expect(await saved(await makeShop(), 'Καλοκαίρι'), 'another shop’s names are its own').toBeGreaterThan(0);
});

test('a template that could not be sent is refused with all that is wrong with it', async () => {
  const shopId = await makeShop();
  expect(await saveTemplate(shopId, null, form('', 'Hi {{ surname }}'))).toEqual({
    kind: 'invalid',
    problems: [
      { field: 'name', message: expect.stringMatching(/name/) },
      { field: 'body', message: expect.stringMatching(/surname/) },
    ],
  });
  expect(await saveTemplate(shopId, null, form('Book', 'a'.repeat(20_001)))).toMatchObject({
    problems: [{ field: 'body' }],
  });
  expect(await saveTemplate(shopId, null, new FormData())).toMatchObject({ kind: 'invalid' });
});

test('a shop has at most 200', async () => {
  const shopId = await makeShop();
  await pool.query(
    `INSERT INTO template (shop_id, name, body) SELECT $1, 'Nr ' || n, 'x' FROM generate_series(1, 200) AS n`,
    [shopId],
  );
  expect(await saveTemplate(shopId, null, form('One more'))).toMatchObject({
    problems: [{ message: expect.stringMatching(/200/) }],
  });
});

test('another shop’s template can neither be read, changed nor deleted', async () => {
  const shopId = await makeShop();
  const id = await saved(shopId, 'Mine');
  const other = await makeShop();
  expect(await templateToEdit(other, id)).toBeUndefined();
  expect(await saveTemplate(other, id, form('Theirs'))).toEqual({ kind: 'not_found' });
  await deleteTemplate(other, id);
  expect(await textToBeginWith(other, new URLSearchParams({ template: String(id) }))).toBeUndefined();
  expect(await templateToEdit(shopId, id)).toMatchObject({ name: 'Mine' });
});

test('a campaign begins with a template or a starter text that its address names', async () => {
  const shopId = await makeShop();
  const id = await saved(shopId, 'Mine', 'Hello.');
  const begin = (params: Record<string, string>) => textToBeginWith(shopId, new URLSearchParams(params));
  expect(await begin({ template: String(id) })).toEqual({ name: 'Mine', body: 'Hello.' });
  expect(await begin({ starter: 'sale-en' })).toMatchObject({ name: 'Sale' });
  expect(await begin({ template: 'x' })).toBeUndefined();
  expect(await begin({ starter: 'x' })).toBeUndefined();
  expect(await begin({})).toBeUndefined();
});
