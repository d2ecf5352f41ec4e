import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guessedColumns } from '../../../test/support/guessed-columns.ts';
import { type ColumnDoubts, openQuestions as openOnes } from './column-questions.ts';
import type { ImportField } from './import-fields.ts';

const openQuestions = (doubts: ColumnDoubts, columns: (ImportField | null)[], leftOut: number[]) =>
  openOnes(doubts, columns, leftOut, false);

const field = (file: string, which: string, country?: string): string[] =>
  guessedColumns(file, country)
    .fields.filter((one) => one.endsWith(`=${which}`))
    .map((one) => one.slice(0, one.lastIndexOf('=')));

describe('the phone is the column whose name and cells say so best, wherever it stands', () => {
  test.each([
    ['GR', 'Default Address Phone,Phone\n+306943123001,+306943123456\n2101234567,+306943123457\n', 'Phone'],
    ['GR', 'Τηλέφωνο;Κινητό\n2101234567;6943123456\n;6943123457\n', 'Κινητό'],
    ['GR', 'Phone,Mobile\n6943123450,6943123456\n6943123451,6943123457\n', 'Mobile'],
    ['GR', 'tilefono,kinito\n2101234567,6943123456\n', 'kinito'],
    ['DE', 'Telefon;Handynummer\n030 1234567;0151 23456789\n', 'Handynummer'],
    [
      'DE',
      'Telefonnummer (Festnetz);Telefonnummer (mobil)\n030 1234567;0151 23456789\n',
      'Telefonnummer (mobil)',
    ],
    ['FR', 'Téléphone fixe;Tél. portable\n01 42 68 53 00;06 12 34 56 78\n', 'Tél. portable'],
    ['ES', 'Teléfono;Móvil\n912345678;612345678\n', 'Móvil'],
    ['IT', 'Telefono;Cellulare\n06 1234567;333 1234567\n', 'Cellulare'],
    ['PL', 'Telefon;Telefon komórkowy\n22 123 45 67;512345678\n', 'Telefon komórkowy'],
    ['CZ', 'Telefon;Mobilní telefon\n222123456;601234567\n', 'Mobilní telefon'],
    ['RO', 'Telefon fix;Telefon mobil\n0212345678;0712345678\n', 'Telefon mobil'],
    ['BG', 'Телефон;Мобилен телефон\n029876543;0888123456\n', 'Мобилен телефон'],
    ['GR', 'Customer ID,Mobile Phone Number\n7064055069300,6943123456\n', 'Mobile Phone Number'],
    ['GR', 'Order date,Order no,phoneNumber\n2025-01-10,6943123456,6943123457\n', 'phoneNumber'],
    ['GR', 'Billing Phone,Shipping Phone\n6943123456,6943123450\n', 'Billing Phone'],
    ['GR', 'Phone,Work phone,Fax\n6943123456,6943123450,6943123451\n', 'Phone'],
    ['GR', 'Mobile,Phone\n,6943123456\n,6943123457\n', 'Phone'],
    ['GR', 'Όνομα,Επικοινωνία\nΆννα,6943123456\nΒάσω,6943123457\n', 'Επικοινωνία'],
    ['GR', 'Phone (with country code),Phone country\n+306943123456,GR\n', 'Phone (with country code)'],
  ])('in %s: %j', (country, file, name) => {
    expect(field(file, 'phone', country)).toEqual([name]);
    expect(guessedColumns(file, country).questions).toEqual([]);
  });

  test.each([
    ['ids', 'GR', 'Customer ID,Name\n7064055069300,Anna\n'],
    ['ids that would be numbers', 'GR', 'Customer ID,Name\n6943123456,Anna\n6943123457,Beata\n'],
    ['days', 'GR', 'Order date,Name\n2025-01-10,Anna\n'],
    ['order numbers', 'US', 'Order number,Name\n2025550123,Anna\n'],
    ['whether a phone was verified', 'GR', 'Phone verified,Name\n6943123456,Anna\n'],
    ['amounts', 'GR', 'Total,Name\n6943123456,Anna\n'],
  ])('%s are no phone numbers', (_, country, file) => {
    expect(field(file, 'phone', country)).toEqual([]);
  });

  test.each([
    ['two that are named alike', 'Mobile,Handy\n6943123456,6943123450\n', [0, 1]],
    [
      'few mobiles beside many phones',
      'Phone,Mobile\n6943123456,\n6943123457,\n6943123458,\n6943123459,6943123450\n',
      [0, 1],
    ],
    ['only that of an address', 'Name,Default Address Phone\nAnna,6943123456\n', [1]],
    ['two without a name', '6943123456,6943123450\n6943123457,6943123451\n', [0, 1]],
    ['two whose names say nothing', 'Alpha,Beta\n6943123456,6943123450\n', [0, 1]],
    [
      'digits that are numbers in America, under a name that says nothing',
      'Alpha,Name\n2125550123,Anna\n',
      [0],
    ],
  ])('%s: the merchant is asked', (what, file, columns) => {
    const guessed = guessedColumns(file, what.includes('America') ? 'US' : 'GR');
    expect(guessed.columns).not.toContain('phone');
    expect(guessed.questions).toContainEqual({ kind: 'which_phone', columns });
    const answered = guessed.columns.map((one, at) => (at === columns[0] ? 'phone' : one));
    expect(openQuestions(guessed.doubts, answered, [])).toEqual([]);
  });

  test('two columns of the same numbers are one', () => {
    expect(field('Phone,Telephone\n6943123456,6943123456\n', 'phone')).toEqual(['Phone']);
  });
});

const people = (names: string, ...cells: string[]): string =>
  [`Phone,${names}`, ...cells.map((cell, at) => `+3069431234${50 + at},${cell}`)].join('\n');

describe('who agreed is read from the column for texts, then from one that does not say what for', () => {
  test.each([
    [people('Status', 'active', 'unsubscribed'), ['Status=consent']],
    [people('Consent,SMS consent', 'yes,yes', 'yes,no'), ['SMS consent=consent']],
    [
      people('Accepts Email Marketing,Accepts SMS Marketing', 'no,yes', 'yes,no'),
      ['Accepts SMS Marketing=consent'],
    ],
    [people('Newsletter,SMS', 'no,yes', 'yes,no'), ['SMS=consent']],
    [people('SMS Subscription Status', 'Subscribed', 'Unsubscribed'), ['SMS Subscription Status=consent']],
    [people('Συγκατάθεση SMS', 'ΝΑΙ', 'ΟΧΙ'), ['Συγκατάθεση SMS=consent']],
    [people('Einwilligung', 'yes', 'no'), ['Einwilligung=consent']],
    [people('Zgoda na SMS', 'yes', 'no'), ['Zgoda na SMS=consent']],
    [people('Souhlas', 'yes', 'no'), ['Souhlas=consent']],
    [people('Съгласие за SMS', 'yes', 'no'), ['Съгласие за SMS=consent']],
    [people('SMS consent,SMS opt-in', 'yes,true', 'no,false'), ['SMS consent=consent']],
  ])('%j', (file, fields) => {
    const guessed = guessedColumns(file);
    expect(guessed.fields.slice(1)).toEqual(fields);
    expect(guessed.questions).toEqual([]);
  });

  test.each([
    ['Unsubscribed', 'no', 'yes'],
    ['Opted Out', 'FALSE', 'TRUE'],
    ['DND', '0', '1'],
    ['Do not contact', '', 'x'],
    ['SMS unsubscribed', 'no', 'yes'],
    ['Unsubscribed at', '', '2025-03-10'],
    ['No SMS', '', '1'],
    ['Διαγραφή', 'ΟΧΙ', 'ΝΑΙ'],
    ['Abgemeldet', 'no', 'yes'],
    ['Keine Werbung', '', 'x'],
    ['Désinscrit', 'no', 'yes'],
    ['Baja', '', '2025-03-10'],
    ['Disiscritto', 'no', 'yes'],
    ['Wypisany', 'no', 'yes'],
    ['Odhlášen', 'no', 'yes'],
    ['Dezabonat', 'no', 'yes'],
    ['Отписан', 'no', 'yes'],
    ['Not opted in', 'no', 'yes'],
    ['Consent withdrawn', 'no', 'yes'],
  ])('a column “%s” says who has opted out', (name, no, yes) => {
    const guessed = guessedColumns(people(name, no, yes));
    expect(guessed.fields).toContain(`${name}=opt_out`);
    expect(guessed.questions).toEqual([]);
    // Said to be a consent, it would be the wrong way round.
    const turned = guessed.columns.map((one) => (one === 'opt_out' ? ('consent' as const) : one));
    expect(openQuestions(guessed.doubts, turned, [])).toEqual([
      { kind: 'says_opposite', column: 1, named: 'out' },
    ]);
  });

  test.each([
    ['Cancelled orders', '0', '2'],
    ['Active subscriptions', '1', '0'],
    ['Declined payments', '0', '1'],
    ['Loyalty status', 'active', 'inactive'],
    ['Unsubscribe link', 'https://a.example/1', 'https://a.example/2'],
    ['Consent text', 'I agree to texts', 'I agree to texts'],
    ['Opt-in source', 'popup', 'checkout'],
    ['Marketing campaign', 'spring', 'autumn'],
  ])('a column “%s” is neither a consent nor an opt-out', (name, ...cells) => {
    expect(
      guessedColumns(people(`SMS consent,${name}`, ...cells.map((cell) => `yes,${cell}`))),
    ).toMatchObject({
      fields: ['Phone=phone', 'SMS consent=consent'],
      questions: [],
    });
    expect(guessedColumns(people(name, ...cells)).fields).toEqual(['Phone=phone']);
  });

  test('a column of consents is none of opt-outs', () => {
    const { doubts } = guessedColumns(people('SMS consent', 'yes', 'no'));
    expect(openQuestions(doubts, ['phone', 'opt_out'], [])).toEqual([
      { kind: 'says_opposite', column: 1, named: 'in' },
    ]);
  });
});

describe('the day of a yes and the day of a no are told apart', () => {
  test.each([
    [
      'SMS opt-in date,SMS opt-out date',
      ['2025-01-10,', '2025-01-10,2025-02-10'],
      ['consent_date', 'opt_out'],
    ],
    [
      'Opted in at,Opted out at,Do not contact',
      ['2025-01-10,,0', '2025-01-10,2025-03-10,1'],
      ['consent_date', 'opt_out', 'opt_out'],
    ],
    [
      'SMS status,SMS opt-in date,SMS opt-out date',
      ['Subscribed,2025-01-10,', 'Unsubscribed,2025-01-10,2025-02-10'],
      ['consent', 'consent_date', 'opt_out_date'],
    ],
    // A day of a no in a row that is said to be a yes: it says no itself.
    ['Status,Unsubscribed at', ['Subscribed,', 'Subscribed,2025-02-10'], ['consent', 'opt_out']],
    ['Angemeldet am,Abgemeldet am', ['10.01.2025,', '10.01.2025,10.02.2025'], ['consent_date', 'opt_out']],
    [
      'Datum přihlášení,Datum odhlášení',
      ['10.01.2025,', '10.01.2025,10.02.2025'],
      ['consent_date', 'opt_out'],
    ],
    [
      'Ημερομηνία εγγραφής,Ημερομηνία διαγραφής',
      ['10/01/2025,', '10/01/2025,10/02/2025'],
      ['consent_date', 'opt_out'],
    ],
    ['Email opt-in date,SMS opt-in date', ['2025-01-09,2025-01-10'], ['consent_date']],
  ])('%s', (names, cells, fields) => {
    const guessed = guessedColumns(people(names, ...cells));
    expect(guessed.columns.slice(1).filter((one) => one !== null)).toEqual(fields);
    expect(guessed.questions).toEqual([]);
  });

  test('the day of an e-mail, of an account or of an order is no day of a consent', () => {
    const names = 'Email opt-in date,Created at,Order date';
    expect(guessedColumns(people(names, '2025-01-10,2025-01-10,2025-01-10')).fields).toEqual(['Phone=phone']);
  });
});

describe('a no in a column that is left alone is asked about, with numbers', () => {
  test.each([
    ['under a name that says nothing', 'Reply', ['active', 'unsubscribed', 'opted out'], 2, false],
    ['that was never given', 'Reply', ['subscribed', 'not subscribed'], 1, false],
    ['of e-mails', 'Accepts Email Marketing', ['yes', 'no'], 1, true],
    ['of e-mails, said by an opt-out', 'Unsubscribed from all email', ['false', 'true'], 1, true],
    ['of another channel', 'WhatsApp opt-in', ['yes', 'no'], 1, true],
    ['that is a mere no', 'May we write', ['yes', 'no', 'no'], 2, false],
    ['that has a reason', 'Unsubscribe reason', ['', 'Too many'], 1, false],
    ['in a note', 'Notes', ['', 'Please do not text'], 1, false],
    ['as a choice', 'Choice', ['SMS', 'no SMS'], 1, false],
    ['among tags', 'Tags', ['vip', 'unsubscribed'], 1, false],
    ['by the state of an account', 'Account status', ['active', 'unsubscribed'], 1, true],
  ])('%s', (_, name, cells, no, ofEmail) => {
    const { questions, doubts, columns } = guessedColumns(people(name, ...cells));
    const question = { kind: 'says_no', column: 1, no, of: cells.length, ofEmail };
    expect(questions).toEqual([question]);
    expect(openQuestions(doubts, columns, [1])).toEqual([]);
    expect(openQuestions(doubts, ['phone', 'consent'], []).filter((one) => one.kind === 'says_no')).toEqual(
      [],
    );
  });

  test('an opt-out of texts tells who is not texted, so that one of e-mails is no question', () => {
    const names = 'Unsubscribed from SMS,Unsubscribed from Email';
    const guessed = guessedColumns(people(names, 'No,Yes', 'Yes,No'));
    expect(guessed.fields.slice(1)).toEqual(['Unsubscribed from SMS=opt_out']);
    expect(guessed.questions).toEqual([]);
    expect(openQuestions(guessed.doubts, ['phone', null, null], [])).toHaveLength(2);
  });

  test.each([
    ['Status', ['Enabled', 'Disabled']],
    ['Consent', ['granted on paper', 'denied on paper']],
    ['Marketing preference', ['All of it', 'Nothing at all']],
    ['Permission', ['A', 'B']],
    ['Einwilligung', ['liegt vor', 'liegt nicht vor']],
  ])('words of “%s” that are not known are shown, and are no yes', (name, cells) => {
    const guessed = guessedColumns(people(name, ...cells));
    expect(guessed.fields).toEqual(['Phone=phone']);
    expect(guessed.questions).toEqual([{ kind: 'unread', column: 1, words: cells }]);
    expect(openQuestions(guessed.doubts, ['phone', 'consent'], [])).toEqual([]);
    expect(openQuestions(guessed.doubts, ['phone', null], [1])).toEqual([]);
  });

  test.each(['https://a.example/unsubscribe/7', 'stop@a.example'])('an address is no opt-out: %s', (cell) => {
    expect(guessedColumns(people('Manage', cell)).questions).toEqual([]);
  });

  test('a consent that the merchant leaves out is asked about', () => {
    const { doubts } = guessedColumns(people('SMS consent', 'yes', 'no'));
    expect(openQuestions(doubts, ['phone', null], [])).toMatchObject([
      { kind: 'says_no', column: 1, no: 1, of: 2 },
    ]);
  });

  test('columns without names are asked about by their words', () => {
    const guessed = guessedColumns('6943123456,yes\n6943123457,no\n');
    expect(guessed.questions).toEqual([{ kind: 'says_no', column: 1, no: 1, of: 2, ofEmail: false }]);
  });

  test('two columns for texts that do not agree are asked about', () => {
    const guessed = guessedColumns(people('SMS consent,SMS status', 'yes,Subscribed', 'yes,Unsubscribed'));
    expect(guessed.columns).not.toContain('consent');
    expect(guessed.questions).toEqual([{ kind: 'which_consent', columns: [1, 2] }]);
  });

  test.each([
    ['whether a tax is paid, beside a consent', 'SMS consent,Tax exempt,Verified email', 'yes,no,no'],
    ['who agreed to e-mails, beside a consent to texts', 'SMS consent,Email consent', 'yes,no'],
    ['how often somebody bought', 'SMS consent,Orders', 'yes,0'],
  ])('%s is no question', (_, names, cells) => {
    expect(guessedColumns(people(names, cells)).questions).toEqual([]);
  });
});

test('whoever has no day of a consent is no yes because a day was said for all', () => {
  const { doubts, columns } = guessedColumns(people('Opted in at', '2025-01-10', ''));
  const question = { kind: 'undated', column: 1, no: 1, of: 2 };
  expect(openOnes(doubts, columns, [], true)).toEqual([question]);
  expect(openOnes(doubts, columns, [], false)).toEqual([]);
  expect(openOnes(doubts, columns, [1], true)).toEqual([]);
  const whole = guessedColumns(people('Opted in at', '2025-01-10', '2025-01-11'));
  expect(openOnes(whole.doubts, whole.columns, [], true)).toEqual([]);
  const told = guessedColumns(people('SMS consent,Opted in at', 'yes,2025-01-10', 'yes,'));
  expect(openOnes(told.doubts, told.columns, [], true)).toEqual([]);
});

describe('the row of names is found', () => {
  test.each([
    ['below a title', 'Customers export 01/12/2026\n\nFirst name,Phone,SMS consent\nAnna,6943123456,no\n', 3],
    ['with a year in it', 'Phone,First name,SMS consent,2026\n6943123456,Anna,no,1\n', 1],
    [
      'below the address of the shop',
      'My shop,info@shop.example\nTel,2101234567\nΌνομα,Κινητό,SMS\nΆννα,6943123456,ΟΧΙ\n',
      3,
    ],
    [
      'below two titles and a line',
      'Kunden\nStand: 01.12.2026\n---\nVorname;Handy;Einwilligung\nAnna;0151 23456789;nein\n',
      4,
    ],
    ['with cells that are empty', 'Phone,,SMS consent\n6943123456,x,no\n', 1],
    ['in a language that is not known', 'Puhelin,Etunimi\n6943123456,Anna\n', 1],
    ['of one column', 'Phone\n6943123456\n', 1],
    ['and a year and a month', 'Phone,2026-01,2026,Status\n6943123456,1,2,unsubscribed\n', 1],
    ['not at all where there is none', '6943123456,Anna\n6943123457,Beata\n', null],
    [
      'not where contacts begin at once, with words in them',
      'Anna,6943123456,active\nBeata,6943123457,unsubscribed\n',
      null,
    ],
  ])('%s', (_, file, row) => {
    expect(guessedColumns(file).namesRow).toBe(row);
  });
});

test.each([
  ['Vorname;Nachname;E-Mail-Adresse;Handy;Land;Sprache', 'first_name,last_name,email,phone,country,locale'],
  ['Prénom;Nom;Courriel;Portable;Pays;Langue', 'first_name,last_name,email,phone,country,locale'],
  [
    'Nombre;Apellidos;Correo electrónico;Móvil;País;Idioma',
    'first_name,last_name,email,phone,country,locale',
  ],
  ['Nome;Cognome;Indirizzo email;Cellulare;Paese;Lingua', 'first_name,last_name,email,phone,country,locale'],
  ['Imię;Nazwisko;Adres e-mail;Telefon;Kraj;Język', 'first_name,last_name,email,phone,country,locale'],
  ['Jméno;Příjmení;E-mail;Mobil;Země;Jazyk', 'first_name,last_name,email,phone,country,locale'],
  ['Prenume;Nume;E-mail;Telefon;Țară;Limbă', 'first_name,last_name,email,phone,country,locale'],
  ['Име;Фамилия;Имейл;Телефон;Държава;Език', 'first_name,last_name,email,phone,country,locale'],
  ['Όνομα;Επώνυμο;E-mail;Κινητό;Χώρα;Γλώσσα', 'first_name,last_name,email,phone,country,locale'],
  ['Onoma;Eponymo;Email;Kinito;Xora;Glossa', 'first_name,last_name,email,phone,country,locale'],
])('names of columns are known: %s', (names, fields) => {
  const file = `${names}\nAnna;Roussou;anna@example.com;+306943123456;Greece;el\n`;
  expect(guessedColumns(file).columns.join()).toBe(fields);
});

test('a name of two words is a whole name, whatever its column is called', () => {
  expect(guessedColumns(people('Name', 'Anna Roussou', 'Beata Nikou')).fields[1]).toBe('Name=full_name');
  expect(guessedColumns(people('Nom', 'Anne Martin')).fields[1]).toBe('Nom=full_name');
  expect(guessedColumns(people('Όνομα', 'Άννα Ρούσσου')).fields[1]).toBe('Όνομα=full_name');
  expect(guessedColumns(people('Vorname,Name', 'Anna,Vogel')).fields.slice(1)).toEqual([
    'Vorname=first_name',
    'Name=last_name',
  ]);
  expect(guessedColumns(people('Company name', 'Vogel AG')).fields).toEqual(['Phone=phone']);
});

describe('a file of a tool that is known', () => {
  const folder = resolve(import.meta.dirname, '../../../test/support/fixtures/exports');
  const consents: Readonly<
    Record<string, { tool: string; phone: string; consent: string[]; asks?: string }>
  > = {
    'attentive.csv': {
      tool: 'Attentive',
      phone: 'Phone Number',
      consent: ['Join date=consent_date', 'Opt-out date=opt_out'],
    },
    'google-contacts.csv': { tool: 'Google Contacts', phone: 'Phone 1 - Value', consent: [] },
    'hubspot.csv': { tool: 'HubSpot', phone: 'Mobile Phone Number', consent: [], asks: 'says_no' },
    'keila.csv': { tool: 'Keila', phone: 'Phone', consent: ['Status=consent'] },
    'klaviyo.csv': {
      tool: 'Klaviyo',
      phone: 'Phone Number',
      consent: ['SMS Marketing Consent=consent', 'SMS Marketing Consent Timestamp=consent_date'],
    },
    'mailchimp.csv': {
      tool: 'Mailchimp',
      phone: 'SMS Phone Number',
      consent: ['SMS Subscription Status=consent'],
    },
    'messagebird.csv': { tool: 'MessageBird', phone: 'MSISDN', consent: [] },
    'omnisend.csv': {
      tool: 'Omnisend',
      phone: 'Phone number',
      consent: ['SMS status=consent', 'SMS opt-in date=consent_date', 'SMS opt-out date=opt_out_date'],
    },
    'postscript.csv': {
      tool: 'Postscript',
      phone: 'phone_number',
      consent: ['opted_in_at=consent_date', 'opted_out_at=opt_out'],
    },
    'sendbook.csv': {
      tool: 'Sendbook',
      phone: 'Phone',
      consent: ['SMS consent=consent', 'SMS consent date=consent_date'],
    },
    'shopify.csv': { tool: 'Shopify', phone: 'Phone', consent: ['Accepts SMS Marketing=consent'] },
    'smsbump.csv': {
      tool: 'Yotpo SMSBump',
      phone: 'Phone',
      consent: ['Consent=consent', 'Subscribed on=consent_date'],
    },
    'woocommerce.csv': { tool: 'WooCommerce', phone: 'Billing Phone', consent: [] },
  };

  test.each(readdirSync(folder))('%s', (name) => {
    const guessed = guessedColumns(readFileSync(resolve(folder, name), 'utf8'));
    const { tool, phone, consent, asks } = consents[name] ?? {};
    expect(guessed.tool).toBe(tool);
    expect(guessed.fields).toContain(`${phone}=phone`);
    expect(guessed.fields.filter((one) => /=(consent|consent_date|opt_out|opt_out_date)$/.test(one))).toEqual(
      consent,
    );
    expect(guessed.questions.map(({ kind }) => kind)).toEqual(asks === undefined ? [] : [asks]);
  });
});

test('“Accepts Marketing” of Shopify is about e-mails, and taken for no consent to texts', () => {
  const customers = guessedColumns(
    people('Accepts Marketing,Total Spent,Tax Exempt', 'yes,1.00,no', 'no,1.00,no'),
  );
  expect(customers).toMatchObject({
    tool: 'Shopify',
    fields: ['Phone=phone'],
    questions: [{ kind: 'says_no', column: 1, no: 1, of: 2, ofEmail: true }],
  });
  const names = 'Financial Status,Fulfillment Status,Accepts Marketing,Lineitem name,Billing Phone';
  const orders = guessedColumns(people(names, 'paid,fulfilled,yes,Hat,+306943123499'));
  expect(orders).toMatchObject({ tool: 'Shopify', fields: ['Phone=phone'], questions: [] });
});

test('where a column stands changes nothing about what it is', () => {
  const folder = resolve(import.meta.dirname, '../../../test/support/fixtures/exports');
  for (const name of readdirSync(folder)) {
    const rows: string[][] = parse(readFileSync(resolve(folder, name), 'utf8'));
    const before = guessedColumns(stringify(rows)).fields.toSorted();
    const places = rows[0]?.map((_, column) => column) ?? [];
    fc.assert(
      fc.property(fc.shuffledSubarray(places, { minLength: places.length }), (order) => {
        const shuffled = rows.map((cells) => order.map((column) => cells[column] ?? ''));
        expect(guessedColumns(stringify(shuffled)).fields.toSorted()).toEqual(before);
      }),
      { numRuns: 30 },
    );
  }
});
