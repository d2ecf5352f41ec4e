import { expect, test } from 'vitest';
import { inputValue } from './merchant.ts';

test('the value of an input is found in whatever order its attributes stand', () => {
  const html =
    '<form><input type="hidden" name="intent" value="send"/><input value="7" name="version"/></form>';
  expect(inputValue(html, 'version')).toBe('7');
  expect(inputValue(html, 'intent')).toBe('send');
  expect(inputValue(html, 'when')).toBeUndefined();
});
