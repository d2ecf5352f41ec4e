import { expect, test } from 'vitest';
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
import { addContacts, makeShop } from '../../../test/support/flows/shop.ts';
import { contactsTexts } from '../../components/texts/contacts.ts';
import { csvPiece } from '../exports/csv-piece.server.ts';
import { exportContacts } from '../exports/export-contacts.server.ts';
import { beginUpload, storePiece } from './upload-file.server.ts';

test.each([
  ['only the names of columns', 'phone,name\n', 'no_rows', null],
  ['blank lines', '\n\n , \n', 'empty', null],
  ['a spreadsheet that was renamed', 'PK\u0003\u0004\u0000\u0000', 'spreadsheet', null],
  ['a quotation mark that is never closed', 'phone,name\n6943123456,"Eleni\n', 'quote_not_closed', 2],
  ['a row of a megabyte', `phone,name\n6943123456,"${'x'.repeat(1_000_000)}`, 'row_too_long', 2],
  ['ten thousand columns', `${'a,'.repeat(10_000)}a\n1\n`, 'too_many_columns', 1],
])('a file of %s is refused, with where', async (_, file, code, row) => {
  const shopId = await makeShop();
  const importId = await uploadFile(shopId, file);
  expect(await importRow(shopId, importId)).toMatchObject({ status: 'failed', problem: { code, row } });
});

test('an empty file does not begin, and a piece of another size or shop is not stored', async () => {
  const shopId = await makeShop();
  expect(await beginUpload(shopId, { name: 'a.csv', bytes: 0 })).toEqual({ kind: 'empty' });
  const begun = await beginUpload(shopId, { name: 'a.csv', bytes: 20 });
  const importId = begun.kind === 'begun' ? begun.importId : 0;
  expect(await storePiece(shopId, importId, { no: 0, bytes: Buffer.from('short') })).toEqual({
    kind: 'wrong_size',
  });
  const piece = { no: 0, bytes: Buffer.alloc(20, 65) };
  expect(await storePiece(await makeShop(), importId, piece)).toEqual({ kind: 'not_found' });
});

test('one column without a name, and zero bytes in cells, are read', async () => {
  const shopId = await makeShop();
  const file = `6943123456\n${'6943123457\n'.repeat(1)}\u0000nobody${'x'.repeat(200)}\n`;
  const importId = await uploadFile(shopId, file);
  expect((await importRow(shopId, importId)).format?.header).toBe(false);
  const checked = await checkFile(shopId, importId, { columns: ['phone'], consent: yes() });
  expect(checked.foreseen).toMatchObject({ rows: 3, people: 2, reasons: { impossible_number: 1 } });
  expect(await problemsOf(shopId, importId)).toEqual([{ row: 3, reason: 'impossible_number' }]);
});

test('a file that stops being UTF-8 far from its beginning is read as Greek from the start', async () => {
  const shopId = await makeShop();
  const many = Array.from({ length: 90_000 }, () => '2101234567,Eleni\n').join('');
  const file = Buffer.concat([
    Buffer.from(`phone,name\n${many}6943123456,`),
    Buffer.from([0xc5, 0xeb, 0xdd, 0xed, 0xe7, 0x0a]),
  ]);
  const done = await importFile(shopId, file, { columns: 'phone,first_name' });
  expect(done.format?.encoding).toBe('windows-1253');
  expect(await contactsOf(shopId)).toMatchObject([{ firstName: 'Ελένη' }]);
}, 60_000);

test('contacts that are exported and imported again are the same, and no cell is a formula', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, [
    { firstName: '=HYPERLINK("http://x")', lastName: 'Παπά', tags: ['vip', 'new'] },
    { firstName: '@Eleni', consent: 'unsubscribed' },
  ]);
  const before = await contactsOf(shopId);
  const piece = csvPiece(await exportContacts(shopId, { search: '', consent: '', from: 0 }, contactsTexts));
  const text = Buffer.from(await piece.arrayBuffer()).toString();
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(text).toContain("'=HYPERLINK");
  expect(text).toMatch(/'\+30 69/);
  const done = await importFile(shopId, text, {
    columns: columnsOf('phone,first_name,last_name,consent,-,-,-,locale,tags,-,-,-,-')
      .map((c) => c ?? '-')
      .join(','),
    consent: yes(),
  });
  expect(done.outcome).toMatchObject({ people: 2, same: 2 });
  expect(await contactsOf(shopId)).toEqual(before);
});
