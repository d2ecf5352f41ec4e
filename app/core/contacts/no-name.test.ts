import { expect, test } from 'vitest';
import { cleanMergeValue } from '../messaging/merge-value.ts';
import { isNoName } from './no-name.ts';

test.each([
  'null',
  'NULL',
  'None',
  'undefined',
  'NaN',
  'n/a',
  'N.A.',
  '-',
  '.',
  '',
  '  ',
  '(null)',
  '[null]',
  'Unknown',
  'Test',
])('“%s” is no name, and nobody is greeted so', (text) => {
  expect(isNoName(text)).toBe(true);
  expect(cleanMergeValue(text)).toBe('');
});
test.each([
  'first_name',
  'ΑΓΝΩΣΤΟ',
  'χωρίς όνομα',
  'Неизвестен',
  'sans nom',
  'brak',
  'Guest',
  'xxx',
  'Customer',
])('“%s” is none either', (text) => {
  expect(isNoName(text)).toBe(true);
});
test.each([
  'Anna',
  'Ng',
  'Al',
  'Nanna',
  'Nilam',
  'Άννα',
  'Νίνα',
  'No',
  'Иван',
  'Testa',
  'Ann-Kristin',
  'José María',
  'Ø',
])('“%s” is a name', (text) => {
  expect(isNoName(text)).toBe(false);
  expect(cleanMergeValue(text)).toBe(text);
});
test('an emoji is something to greet somebody by', () => {
  expect(cleanMergeValue('🌸')).toBe('🌸');
});
