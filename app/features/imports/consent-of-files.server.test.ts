import { beforeEach, expect, test } from 'vitest';
import { contactsOf, uploadFile } from '../../../test/support/flows/imports.ts';
import { sweepAndDrain } from '../../../test/support/flows/jobs.ts';
import { addContacts, makeShop } from '../../../test/support/flows/shop.ts';
import type { ImportSettings } from '../../core/imports/import-settings.ts';
import { pool } from '../../platform/database.server.ts';
import { importPage } from './import-pages.server.ts';
import { askForCheck, startImport } from './start-import.server.ts';

let shopId: number;
beforeEach(async () => {
  shopId = await makeShop();
});

/** Imports a file with the columns that the page offers. @returns what keeps it from being imported, if anything does. */
async function importAsOffered(file: string, consent: ImportSettings['consent']): Promise<string> {
  const importId = await uploadFile(shopId, file);
  const page = await importPage(shopId, importId);
  const { format, columns, dateOrder } = page?.sample ?? { format: null, columns: [], dateOrder: null };
  if (format === null) {
    throw new Error('the file has no sample');
  }
  const asked = await askForCheck(shopId, importId, { format, columns, dateOrder, consent, list: null });
  if (asked.kind === 'invalid') {
    return asked.problems.map(({ reason }) => reason).join();
  }
  await sweepAndDrain();
  const started = await startImport(shopId, importId);
  await sweepAndDrain();
  return started.kind;
}

const given = (date: string | null = '2026-03-01'): ImportSettings['consent'] => ({
  kind: 'given',
  source: 'Cards at the till',
  date,
});
const [anna, beata, chara] = [306943123456, 306943123457, 306943123458];
const consents = async () =>
  Object.fromEntries((await contactsOf(shopId)).map(({ phone, consent }) => [phone, consent]));

/** Files in which somebody says no, each in its own way, and who may be texted afterwards: nobody else. */
const files: [what: string, file: string, subscribed: number[]][] = [
  [
    'a status of another tool',
    `Email,First name,Phone,Status\na@x.gr,Anna,+${anna},active\nb@x.gr,Beata,+${beata},unsubscribed\n`,
    [anna],
  ],
  [
    'a column “Unsubscribed”',
    `First name,Phone,Unsubscribed\nAnna,+${anna},no\nBeata,+${beata},yes\n`,
    [anna],
  ],
  ['a column “Opted Out”', `Phone,Opted Out\n+${anna},FALSE\n+${beata},TRUE\n`, [anna]],
  [
    'a column “Abgemeldet”',
    `Handynummer;Vorname;Abgemeldet\n+${anna};Anna;nein\n+${beata};Beata;ja\n`,
    [anna],
  ],
  ['a column “Διαγραμμένος”', `Κινητό;Όνομα;Διαγραμμένος\n+${anna};Άννα;όχι\n+${beata};Μπεάτα;ναι\n`, [anna]],
  ['a column “Désabonné”', `Téléphone,Prénom,Désabonné\n+${anna},Anna,non\n+${beata},Beata,oui\n`, [anna]],
  ['the day of an opt-out', `Phone,Opted out at\n+${anna},\n+${beata},2025-03-10\n`, [anna]],
  ['“Do not contact”', `Phone,Do not contact\n+${anna},0\n+${beata},1\n`, [anna]],
  ['“DND”', `Phone,DND\n+${anna},false\n+${beata},true\n`, [anna]],
  [
    'Mailchimp’s SMS status',
    `Phone,SMS Subscription Status\n+${anna},Subscribed\n+${beata},Unsubscribed\n`,
    [anna],
  ],
  ['two consents', `Phone,Consent,SMS consent\n+${anna},yes,yes\n+${beata},yes,no\n`, [anna]],
  [
    'an opt-in that was taken back',
    `Phone number,SMS opt-in date,SMS opt-out date\n+${anna},2026-01-10 10:00,\n+${beata},2025-01-10 10:00,2025-02-10 12:00\n`,
    [anna],
  ],
  [
    'a Greek Ν among Y and N',
    `Phone,First name,SMS consent\n+${anna},Anna,Y\n+${beata},Beata,Ν\n+${chara},Chara,N\n`,
    [anna],
  ],
  [
    '“Non-subscribed”',
    `Phone number,First name,SMS status\n+${anna},Anna,Subscribed\n+${beata},Beata,Non-subscribed\n`,
    [anna],
  ],
];
test.each(files)('%s: nobody who says no is subscribed', async (_, file, subscribed) => {
  const result = await importAsOffered(file, given());
  const after = await consents();
  const texted = Object.keys(after).filter((phone) => after[phone] === 'subscribed');
  // What is doubtful may be asked; what is imported is right.
  expect(['started', 'question_open']).toContain(result);
  expect(texted.filter((phone) => !subscribed.includes(Number(phone)))).toEqual([]);
  if (result === 'started') {
    expect(texted).toEqual(subscribed.map(String));
  }
});

const taken: [what: string, file: string, at: string, consent: ImportSettings['consent']][] = [
  [
    'on its day',
    `Phone,SMS consent,SMS consent date\n+${anna},Unsubscribed,2026-03-05\n`,
    '2026-03-05T09:00:00Z',
    given(null),
  ],
  [
    'at an hour without a zone',
    `Phone,SMS consent,SMS consent date\n+${anna},Unsubscribed,2026-03-05 18:30:00\n`,
    '2026-03-05T09:00:00Z',
    given(null),
  ],
  [
    'late in the evening of a day far in the west',
    `Phone,SMS consent,SMS consent date\n+${anna},no,2026-03-05\n`,
    '2026-03-06T04:00:00Z',
    given(null),
  ],
  [
    'dated by its opt-in',
    `Email,Phone number,First name,SMS status,SMS opt-in date\nc@x.gr,+${anna},Chara,Unsubscribed,2025-01-10 10:00\n`,
    '2025-01-10T10:03:00Z',
    given(null),
  ],
  [
    'with its own day',
    `Email,Phone number,First name,SMS status,SMS opt-in date,SMS opt-out date\nc@x.gr,+${anna},Chara,Unsubscribed,2025-01-10 10:00,2025-02-10 12:00\n`,
    '2025-01-10T10:03:00Z',
    given(null),
  ],
  [
    'in a file of contacts only',
    `Email,Phone number,First name,SMS status,SMS opt-in date,SMS opt-out date\nc@x.gr,+${anna},Chara,Unsubscribed,2025-01-10 10:00,2025-02-10 12:00\n`,
    '2025-01-10T10:03:00Z',
    { kind: 'none' },
  ],
  [
    'beside a name that is too long',
    `Phone,First name,SMS consent\n+${anna},${'x'.repeat(300)},no\n`,
    '2026-01-01T00:00:00Z',
    given(),
  ],
];
test.each(taken)('a yes that was taken back %s ends', async (_, file, at, consent) => {
  await addContacts(shopId, [{ phone: anna }]);
  await pool.query('UPDATE contact SET consent_at = $2 WHERE shop_id = $1', [shopId, at]);
  expect(await importAsOffered(file, consent)).toBe('started');
  expect(await consents()).toEqual({ [anna]: 'unsubscribed' });
});

test('the country beside a number says whose it is', async () => {
  await pool.query("UPDATE shop SET country = 'FR' WHERE id = $1", [shopId]);
  await importAsOffered(
    'Phone,First name,Country\n079 123 45 67,Urs,Switzerland\n06 12 34 56 78,Anne,France\n',
    given(),
  );
  expect((await contactsOf(shopId)).map(({ phone }) => phone).sort()).toEqual([33612345678, 41791234567]);
});
