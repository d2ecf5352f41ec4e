import { expect, test } from 'vitest';
import { draftOf, readDraft } from './settings-form.ts';

const settings = {
  sender: 'MyShop',
  timeZone: 'Europe/Athens',
  quietFrom: '21:00',
  quietUntil: '09:00',
  capHours: 24,
  maxCreditsPerText: null,
  optOutLine: 'Stop: {{ opt_out_link }}',
  ownLinkDomain: null,
  allowedCountries: ['CY', 'GR'],
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
    quietUntil: '21:00',
    capHours: '1.5',
    maxCreditsPerText: '0',
    optOutLine: 'Stop',
    ownLinkDomain: 'https://sms.shop.gr/x',
    allowedCountries: [],
    testNumbers: '1\n2\n3\n4\n5\n6',
  });
  expect(read).toEqual({
    ok: false,
    problems: {
      sender: expect.stringContaining('no space'),
      quietFrom: 'Choose two different times.',
      capHours: expect.stringContaining('whole number'),
      maxCreditsPerText: expect.stringContaining('whole number'),
      optOutLine: expect.stringContaining('{{ opt_out_link }} once'),
      ownLinkDomain: expect.stringContaining('only the domain'),
      allowedCountries: expect.stringContaining('at least one country'),
      testNumbers: 'Keep at most 5 numbers.',
    },
  });
});

test('test numbers are one on each line, empty lines aside', () => {
  const read = readDraft({ ...draftOf(settings), testNumbers: ' 694 312 3456 \n\n+44 7400 123456\n' });
  expect(read).toEqual({
    ok: true,
    settings: { ...settings, testNumbers: ['694 312 3456', '+44 7400 123456'] },
  });
});
