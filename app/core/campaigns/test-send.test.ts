import { expect, test } from 'vitest';
import { checkInput } from './campaign-input.ts';
import { testOf } from './test-send.ts';

const words = {
  name: 'Autumn sale',
  body: 'Hi {{ first_name | "there" }}!',
  sender: 'Kafeneio',
  audience: { kind: 'everyone' as const },
};
const phones = { numbers: [306_900_000_001], as: 7 };

test('a test says that it is one, in its text and in its name, and goes to the given phones', () => {
  expect(testOf(words, phones)).toEqual({
    name: 'Autumn sale (test)',
    body: '[TEST] Hi {{ first_name | "there" }}!',
    sender: 'Kafeneio',
    audience: { kind: 'test', numbers: [306_900_000_001], as: 7 },
  });
});

test('the name of a test stays within what a name may have', () => {
  const { name } = testOf({ ...words, name: '🌞'.repeat(120) }, phones);
  expect([...name]).toHaveLength(120);
  expect(name.endsWith('🌞 (test)')).toBe(true);
});

test('a text that has no room for the mark is told so by its parts', () => {
  const marked = testOf({ ...words, body: 'a'.repeat(1500) }, phones);
  expect(
    checkInput(marked, { optOutLine: 'Stop: {{ opt_out_link }}', linkDomain: 'sms.shop.gr' }).map(
      (problem) => problem.message,
    ),
  ).toEqual([expect.stringMatching(/11 parts/)]);
});
