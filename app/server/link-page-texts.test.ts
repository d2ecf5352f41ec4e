import { expect, test } from 'vitest';
import { languageFor } from './link-page-texts.ts';

test.each([
  ['el', 'en', 'el'],
  ['el-GR', undefined, 'el'],
  ['EL', undefined, 'el'],
  ['en', 'el', 'en'],
  ['de', 'el', 'en'],
  ['elx', 'el', 'en'],
  [null, 'el-GR,el;q=0.9,en;q=0.5', 'el'],
  ['', 'el', 'el'],
  [null, 'en-GB,en;q=0.9,el;q=0.1', 'en'],
  [null, 'en;q=0.2, el;q=0.3', 'el'],
  [null, 'de,el;q=0.4', 'el'],
  [null, 'de, el;q=0', 'en'],
  [null, ';;,q=,x;q=abc', 'en'],
  [null, '*', 'en'],
  [null, undefined, 'en'],
])('a contact with locale %s whose browser wants %s reads %s', (locale, wished, language) => {
  expect(languageFor(locale, wished)).toBe(language);
});
