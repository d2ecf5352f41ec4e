import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { weaknessOf } from './weak-secret.ts';

test.each([
  ['zeros', '0'.repeat(64)],
  ['one letter', 'a'.repeat(24)],
  ['two characters in turn', 'ab'.repeat(32)],
  ['digits', '12345678'],
  ['an example', '0123456789abcdef0123456789abcdef'],
  ['the words of the documentation', 'the client secret from the Partner Dashboard'],
  ['what was to be changed', 'ChangeMe-please-before-launch'],
  ['a short one twice', 'k7Fq2LmZx9Rk7Fq2LmZx9R'],
  ['nothing', ''],
])('%s is no secret', (_, secret) => {
  expect(weaknessOf(secret)).toBeTypeOf('string');
});

test('what was made at random is taken, a thousand times', () => {
  for (let i = 0; i < 1_000; i += 1) {
    expect(weaknessOf(randomBytes(24).toString('hex'))).toBeUndefined();
    expect(weaknessOf(randomBytes(32).toString('hex'))).toBeUndefined();
    expect(weaknessOf(`shpss_${randomBytes(16).toString('hex')}`)).toBeUndefined();
  }
});
