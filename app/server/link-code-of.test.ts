import { expect, test } from 'vitest';
import { linkCodeOf } from './public-links.ts';

test.each([
  ['alone', ''],
  ['with a dot', '.'],
  ['with a slash', '/'],
  ['with a bracket', ')'],
  ['with »', '%C2%BB'],
  ['with ”', '%E2%80%9D'],
  ['with …', '%E2%80%A6'],
  ['with an emoji', '%F0%9F%94%A5'],
  ['with a Greek word', '%CE%BA%CE%B1%CE%B9'],
  ['with a Latin word', 'and'],
  ['with a blank', '%20now'],
  ['with what apps append', '?fbclid=abc&utm_source=x'],
  ['with an asterisk', '*'],
  ['with a quotation mark', '%22'],
  ['with bytes of another code page', '%BB'],
  ['with a path', '/sale/today'],
])('a link %s is the link', (_, behind) => {
  expect(linkCodeOf(`/aB3dE6gH9k${behind}`)).toBe('aB3dE6gH9k');
});

test.each([
  '/',
  '/healthz',
  '/readyz',
  '/robots.txt',
  '/favicon.ico',
  '/aB3dE6gH9',
  '/%C2%ABaB3dE6gH9k',
  undefined,
])('%s is none', (url) => {
  expect(linkCodeOf(url)).toBeUndefined();
});
