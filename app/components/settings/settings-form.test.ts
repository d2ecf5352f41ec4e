import { expect, test } from 'vitest';
import { draftOf, readDraft } from './settings-form.ts';

const settings = {
  sender: 'MyShop',
  timeZone: 'Europe/Athens',
  quietFrom: '21:00',
  quietUntil: '09:00',
  capHours: 24,
  maxCreditsPerText: null,
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
  });
  expect(read).toEqual({
    ok: false,
    problems: {
      sender: expect.stringContaining('no space'),
      quietFrom: 'Choose two different times.',
      capHours: expect.stringContaining('whole number'),
      maxCreditsPerText: expect.stringContaining('whole number'),
    },
  });
});
