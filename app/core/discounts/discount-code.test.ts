import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOf } from '../messaging/parts.ts';
import {
  DISCOUNT_BITS,
  discountCode,
  discountCodeLength,
  sampleDiscountCode,
  sealedOf,
} from './discount-code.ts';

const sealed = fc.integer({ min: 0, max: 2 ** DISCOUNT_BITS - 1 });
const prefix = fc.stringMatching(/^[A-Z0-9]{2,10}$/);

test('every number below 2^33 is a code of one length, and is read back from it', () => {
  fc.assert(
    fc.property(prefix, sealed, (start, number) => {
      const code = discountCode(start, number);
      expect(code).toHaveLength(discountCodeLength(start));
      expect(code).toMatch(/^[A-Z0-9]{2,10}-[2-9BCDFGHJKMNPQRSTVWXYZ]{7}$/);
      expect(sealedOf(start, code)).toBe(number);
    }),
  );
});

test.each([
  ['the smallest', 0, 'SALE-2222222'],
  ['the second', 1, 'SALE-2222223'],
  ['the largest', 2 ** 33 - 1, 'SALE-NV57C89'],
])('%s number has the code it always had', (_, number, code) => {
  expect(discountCode('SALE', number)).toBe(code);
});

test.each([-1, 2 ** 33, 0.5, Number.NaN])('%s is no number of a code', (number) => {
  expect(() => discountCode('SALE', number)).toThrow('is not a sealed number');
});

test.each([
  ['another prefix', 'SOLD-2222222'],
  ['a longer prefix', 'SALES-222222'],
  ['a symbol that no code has', 'SALE-222222O'],
  ['too few symbols', 'SALE-222222'],
  ['a number that is too large', 'SALE-ZZZZZZZ'],
  ['what the merchant added herself', 'SALE'],
])('%s is not a code of ours', (_, code) => {
  expect(sealedOf('SALE', code)).toBeUndefined();
});

test('the code of previews is as long as everybody’s, keeps a text in the standard alphabet, and is nobody’s', () => {
  const code = sampleDiscountCode('SALE');
  expect(code).toHaveLength(discountCodeLength('SALE'));
  expect(partsOf(code.repeat(13) + 'X'.repeat(4))).toBe(1);
  expect(sealedOf('SALE', code)).toBeUndefined();
});
