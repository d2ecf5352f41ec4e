import { expect, test } from 'vitest';
import { parseSender } from './sender.ts';

test.each([
  ['Astronote', 'Astronote', 'name'],
  ['  MyShop24 ', 'MyShop24', 'name'],
  ['abc', 'abc', 'name'],
  ['abcdefghijk', 'abcdefghijk', 'name'],
  ['2fast', '2fast', 'name'],
  ['306943123456', '306943123456', 'number'],
  ['+306943123456', '306943123456', 'number'],
  ['123', '123', 'number'],
  ['12345678901234', '12345678901234', 'number'],
])('%j is a sender', (text, sender, kind) => {
  expect(parseSender(text)).toEqual({ ok: true, sender, kind });
});

test.each([
  ['', 'empty'],
  ['  ', 'empty'],
  ['ab', 'name_too_short'],
  ['abcdefghijkl', 'name_too_long'],
  ['My Shop', 'wrong_characters'],
  ['Café', 'wrong_characters'],
  ['shop.gr', 'wrong_characters'],
  ['shop-gr', 'wrong_characters'],
  ['+abc', 'wrong_characters'],
  ['😀😀😀', 'wrong_characters'],
  ['ab\u200bcd', 'wrong_characters'],
  ['12', 'number_too_short'],
  ['123456789012345', 'number_too_long'],
  ['１２３４', 'wrong_characters'],
])('%j is not: %s', (text, code) => {
  expect(parseSender(text)).toMatchObject({ ok: false, code });
});

test('a problem names what is wrong in plain words', () => {
  expect(parseSender('ΑΣΤΡΟ')).toMatchObject({ problem: expect.stringContaining('not a Latin letter') });
  expect(parseSender('My Shop')).toMatchObject({ problem: expect.stringContaining('no space') });
  expect(parseSender('abcdefghijklm')).toMatchObject({ problem: expect.stringContaining('2 too long') });
  expect(parseSender('a😀b')).toMatchObject({ problem: expect.stringContaining('"😀"') });
});
