import { expect, test } from 'vitest';
import { draftOf, readDraft } from './settings-form.ts';

const settings = {
  sender: 'MyShop',
  senders: { IT: 'NegozioIT', US: '18005550100' },
  timeZone: 'Europe/Athens',
  quietFrom: '21:00',
  quietUntil: '09:00',
  capHours: 24,
  maxCreditsPerText: null,
  optOutLine: 'Stop: {{ opt_out_link }}',
  ownLinkDomain: null,
  allowedCountries: ['CY', 'GR'],
  mergeFields: [{ tag: 'birthday', source: 'custom.birthday' }],
  testNumbers: ['+30 690 000 0001', '+30 690 000 0002'],
};

test('settings survive being shown and read again', () => {
  expect(readDraft(draftOf(settings))).toEqual({ ok: true, settings });
});

test('quiet hours that are turned off have no times', () => {
  const read = readDraft({ ...draftOf(settings), quiet: false });
  expect(read).toEqual({ ok: true, settings: { ...settings, quietFrom: null, quietUntil: null } });
});

test('every field says what is wrong with it', () => {
  const read = readDraft({
    ...draftOf(settings),
    sender: 'My Shop',
    senders: [
      { country: 'GR', sender: 'MyShop' },
      { country: 'US', sender: 'MyShop' },
    ],
    quietUntil: '21:00',
    capHours: '1.5',
    maxCreditsPerText: '0',
    optOutLine: 'Stop',
    ownLinkDomain: 'https://sms.shop.gr/x',
    allowedCountries: [],
    mergeFields: [{ tag: 'first_name', source: 'city' }],
    testNumbers: '1\n2\n3\n4\n5\n6',
  });
  expect(read).toEqual({
    ok: false,
    problems: {
      sender: expect.stringContaining('no space'),
      senders: 'Correct the sender for United States, or remove it.',
      quietFrom: 'Choose two different times.',
      capHours: expect.stringContaining('whole number'),
      maxCreditsPerText: expect.stringContaining('whole number'),
      optOutLine: expect.stringContaining('{{ opt_out_link }} once'),
      ownLinkDomain: expect.stringContaining('only the domain'),
      allowedCountries: expect.stringContaining('at least one country'),
      mergeFields: 'Correct the merge tags of your own, or remove them.',
      testNumbers: 'Keep at most 5 numbers.',
    },
  });
});

test('senders of countries are read in the order of their countries, without plus and spaces around', () => {
  const senders = [
    { country: 'US', sender: ' +18005550100 ' },
    { country: 'IT', sender: 'NegozioIT' },
  ];
  expect(readDraft({ ...draftOf(settings), senders })).toEqual({ ok: true, settings });
});

test('test numbers are one on each line, empty lines aside', () => {
  const read = readDraft({ ...draftOf(settings), testNumbers: ' 694 312 3456 \n\n+44 7400 123456\n' });
  expect(read).toEqual({
    ok: true,
    settings: { ...settings, testNumbers: ['694 312 3456', '+44 7400 123456'] },
  });
});
