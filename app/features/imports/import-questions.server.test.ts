import { beforeEach, expect, test } from 'vitest';
import { checkFile, importRow, uploadFile, yes } from '../../../test/support/flows/imports.ts';
import { makeShop } from '../../../test/support/flows/shop.ts';
import type { ImportSettings } from '../../core/imports/import-settings.ts';
import { checkImport } from './check-import.server.ts';
import { importPage } from './import-pages.server.ts';
import { askForCheck, startImport } from './start-import.server.ts';

let shopId: number;
beforeEach(async () => {
  shopId = await makeShop();
});

/** A file as its page offers it, and what becomes of it when it is taken so. */
async function offered(file: string | Uint8Array) {
  const importId = await uploadFile(shopId, file);
  const sample = (await importPage(shopId, importId))?.sample;
  if (sample === null || sample === undefined) {
    throw new Error('the file cannot be read');
  }
  const ask = (said: Partial<ImportSettings> = {}) =>
    askForCheck(shopId, importId, {
      format: sample.format,
      columns: sample.columns,
      dateOrder: sample.dateOrder,
      consent: yes(),
      list: null,
      ...said,
    });
  return { importId, sample, ask };
}

const OPEN = { kind: 'invalid', problems: [{ field: 'columns', reason: 'question_open' }] };

test('a file with a no in a column of no meaning is not checked before the merchant has said what it is', async () => {
  const { sample, ask } = await offered('Phone,Reply\n6943123456,active\n6943123457,unsubscribed\n');
  expect(sample.columns).toEqual(['phone', null]);
  expect(await ask()).toEqual(OPEN);
  expect(await ask({ consent: { kind: 'none' } })).toEqual(OPEN);
  expect(await ask({ leftOut: [0] })).toEqual(OPEN);
  expect(await ask({ columns: ['phone', 'tags'] })).toEqual(OPEN);
  expect(await ask({ leftOut: [1] })).toEqual({ kind: 'checking' });
});

test('opt-outs that are said to be consents are refused, because their name says the opposite', async () => {
  const { sample, ask } = await offered(
    'First name,Phone,Unsubscribed\nAnna,+306943123456,no\nBeata,+306943123457,yes\n',
  );
  expect(sample.columns).toEqual(['first_name', 'phone', 'opt_out']);
  expect(await ask({ columns: ['first_name', 'phone', 'consent'] })).toEqual(OPEN);
  expect(await ask({ columns: ['first_name', 'phone', 'consent'], leftOut: [2] })).toEqual(OPEN);
  expect(await ask({ columns: ['first_name', 'phone', null] })).toEqual(OPEN);
  expect(await ask()).toEqual({ kind: 'checking' });
});

test('of two columns that may be the phone, the merchant says which', async () => {
  const { sample, ask } = await offered('Mobile,Handy\n6943123456,6943123450\n6943123457,6943123451\n');
  expect(sample.doubts.phones).toEqual([0, 1]);
  expect(await ask()).toMatchObject({ kind: 'invalid' });
  expect(await ask({ columns: [null, 'phone'] })).toEqual({ kind: 'checking' });
});

test('several columns may say that somebody has opted out, but only one which number is texted', async () => {
  const { ask } = await offered('Phone,DND,Unsubscribed\n6943123456,0,no\n6943123457,1,no\n');
  expect(await ask({ columns: ['phone', 'phone', 'opt_out'] })).toMatchObject({
    problems: expect.arrayContaining([{ field: 'columns', reason: 'field_twice' }]),
  });
  expect(await ask()).toEqual({ kind: 'checking' });
});

test('names below a title are found, and what stands above them is no contact', async () => {
  const { importId, sample, ask } = await offered(
    'Customers export 01/12/2026\n\nFirst name,Phone,SMS consent\nAnna,6943123456,yes\nBeata,6943123457,no\n',
  );
  expect(sample).toMatchObject({
    format: { header: true, namesRow: 3 },
    header: ['First name', 'Phone', 'SMS consent'],
    columns: ['first_name', 'phone', 'consent'],
    top: [{ no: 1 }, { no: 3 }, { no: 4 }, { no: 5 }],
  });
  expect(await ask()).toEqual({ kind: 'checking' });
  const checked = await importRow(shopId, importId);
  expect(checked.settings?.format.namesRow).toBe(3);
});

test('the merchant may say which row has the names, or that none has', async () => {
  const file = 'Export,of,today\nPuhelin,Etunimi,x\n6943123456,Anna,1\n';
  const importId = await uploadFile(shopId, file);
  const second = await importPage(shopId, importId, { header: true, namesRow: 2 });
  expect(second?.sample).toMatchObject({
    header: ['Puhelin', 'Etunimi', 'x'],
    rows: [['6943123456', 'Anna', '1']],
  });
  const none = await importPage(shopId, importId, { header: false });
  expect(none?.sample?.header).toBeNull();
  expect(none?.sample?.rows).toHaveLength(3);
});

test('rows above the names are no rows of the check', async () => {
  const importId = await uploadFile(shopId, '\nTitle\n\nPhone,SMS consent\n6943123456,yes\n6943123457,yes\n');
  const checked = await checkFile(shopId, importId, { columns: ['phone', 'consent'], consent: yes() });
  expect(checked).toMatchObject({ status: 'checked', foreseen: { people: 2, reasons: {} } });
});

test('a file in a code page shows what each of them makes of it', async () => {
  const greek = Buffer.from('phone,first name\n6943123456,\u00b6\u00ed\u00ed\u00e1\n', 'latin1');
  const { sample } = await offered(greek);
  expect(sample.format.encoding).toBe('iso-8859-7');
  expect(sample.rows).toEqual([['6943123456', 'Άννα']]);
  expect(sample.examples).toMatchObject({ 'iso-8859-7': 'Άννα', 'windows-1253': '¶ννα' });
  const unicode = await offered('phone,first name\n6943123456,Άννα\n');
  expect(unicode.sample.examples).toBeNull();
});

test('a no far below the sample keeps a file from being imported, until it is said what it means', async () => {
  const rows = Array.from({ length: 5_000 }, (_, at) => `69431${String(at).padStart(5, '0')},a\n`).join('');
  const file = `Phone,Reply\n${rows}6944123456,unsubscribed\n6944123457,STOP\n6944123457,no\n`;
  const { importId, sample, ask } = await offered(file);
  expect(sample.doubts.nos).toEqual([]);
  expect(await ask()).toEqual({ kind: 'checking' });
  await checkImport(shopId, importId);
  expect((await importRow(shopId, importId)).foreseen.nos).toEqual([0, 3]);
  expect(await startImport(shopId, importId)).toEqual({ kind: 'unanswered' });
  const page = await importPage(shopId, importId);
  expect(page?.sample?.doubts.nos).toEqual([{ column: 1, no: 3, of: 5_003, always: true, ofEmail: false }]);

  expect(await ask({ leftOut: [1] })).toEqual({ kind: 'checking' });
  await checkImport(shopId, importId);
  expect((await importRow(shopId, importId)).foreseen.nos).toEqual([]);
  expect(await startImport(shopId, importId)).toEqual({ kind: 'started' });
});

test('a no that the column of consents says as well is heeded, and no question', async () => {
  const { importId, ask } = await offered(
    'Phone,SMS consent,Status\n6943123456,yes,active\n6943123457,no,unsubscribed\n',
  );
  expect(await ask()).toEqual({ kind: 'checking' });
  await checkImport(shopId, importId);
  expect((await importRow(shopId, importId)).foreseen.nos).toEqual([]);
});

test('one day for all is no consent of those whose day the file leaves out', async () => {
  const { ask } = await offered('Phone,Opted in at\n6943123456,2025-01-10\n6943123457,\n');
  expect(await ask({ consent: yes('2026-03-01') })).toEqual(OPEN);
  expect(await ask({ consent: yes('2026-03-01'), leftOut: [1] })).toEqual({ kind: 'checking' });
});
