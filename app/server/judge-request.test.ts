import { expect, test } from 'vitest';
import { judgeRequest } from './judge-request.ts';

const judge = (url: string, method = 'GET', hosts: (string | undefined)[] = ['app.example.com']) =>
  judgeRequest({ method, url, hosts })?.status;

test.each([
  '/',
  '/app/campaigns/7/recipients/12?id_token=eyJ&x=/a/b/c',
  '/app/contacts/import/1/piece/0',
  `/?${'a'.repeat(10_000)}`,
  `/${'a'.repeat(1_000)}`,
  '/%E0%A4%A',
  '/a/'.repeat(6),
])('%.40s is let in', (url) => {
  expect(judge(url)).toBeUndefined();
});

test.each([
  ['many segments', '/a'.repeat(875), 414],
  ['nothing but slashes', '/'.repeat(14_000), 414],
  ['thirteen segments', '/a'.repeat(13), 414],
  ['a megabyte', `/${'a'.repeat(1_000_000)}`, 414],
  ['segments in percent', '/%61'.repeat(500), 414],
  ['another host first', '//evil.example.com/app', 400],
  ['the absolute form', 'http://evil.example.com/app', 400],
  ['a backslash', '/\\evil.example.com', 400],
  ['no path at all', '*', 400],
  ['a zero byte', '/app/contacts?search=a%00b', 400],
])('an address of %s is refused', (_, url, status) => {
  expect(judge(url)).toBe(status);
});

test.each(['TRACE', 'CONNECT', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'get'])(
  '%s is no method here',
  (method) => {
    expect(judge('/', method)).toBe(405);
  },
);

test.each(['a b', 'a/b', 'a?b', 'a@b', 'a:b', 'a:123456', '', `${'a'.repeat(254)}.com`, 'a\u0000b', '[::1'])(
  'the host %j is refused, from a proxy as well',
  (host) => {
    expect(judge('/', 'GET', [host])).toBe(400);
    expect(judge('/', 'GET', ['app.example.com', host])).toBe(400);
  },
);

test.each([
  'app.example.com',
  'APP.example.com:8443',
  '127.0.0.1:3000',
  '[::1]:3000',
  'a_b.example.com.',
  undefined,
])('the host %j is let in', (host) => {
  expect(judge('/', 'GET', [host])).toBeUndefined();
});
