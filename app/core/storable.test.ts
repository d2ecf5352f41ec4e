import { expect, test } from 'vitest';
import { parseExactJson } from './parse-exact-json.ts';
import { parseStorableJson, storable } from './storable.ts';

test('a zero goes, and half of a character becomes a sign for one', () => {
  expect(storable('An\0na')).toBe('Anna');
  expect(storable('Anna\ud83d')).toBe('Anna\ufffd');
  expect(storable('Anna 🔥')).toBe('Anna 🔥');
});

test.each([
  ['{"a":"An\\u0000na"}', { a: 'Anna' }],
  ['{"a":["x\\ud83d"]}', { a: ['x\ufffd'] }],
  ['{"a":"\\uD83D\\uDD25"}', { a: '🔥' }],
  ['{"a":"\\\\u0000"}', { a: '\\u0000' }],
  ['{"a":1}', { a: 1 }],
])('%s is read so that it can be kept', (json, value) => {
  expect(parseStorableJson(json)).toEqual(value);
  expect(parseExactJson(json, storable)).toEqual({ json: value });
});

test('a number beyond 2^53 beside a zero keeps its digits', () => {
  const json = '{"id":706405506930370084,"name":"a\\u0000b"}';
  expect(parseExactJson(json, storable)).toEqual({ json: { id: '706405506930370084', name: 'ab' } });
});
