import { expect, test } from 'vitest';
import { loggablePath, strikeSecrets } from './strike-secrets.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJkZXN0IjoiaHR0cHMifQ.c2lnbmF0dXJl-_x';
const secret = 'the-secret-of-the-reports';
const code = 'aB3dE6gH9k';

test.each([
  ['a session token', `Invalid URL http://a b/app?shop=x&id_token=${token}`, token],
  ['a token alone', `cannot use ${token}`, token],
  ['a token without its signature', `cannot use ${token.slice(0, 40)}`, token.slice(0, 40)],
  ['a bearer', `authorization: Bearer abc.def`, 'abc.def'],
  ['an access token', 'shpat_0123abcd is refused', 'shpat_0123abcd'],
  ['the secret of the reports', `/mitto/reports/${secret}`, secret],
  ['it in capitals', `POST /MITTO/Reports/${secret}`, secret],
  ['it behind two slashes', `//mitto//reports//${secret}/x`, secret],
  ['that of inbound texts', `http://app.example.com/mitto/inbound/${secret}?x=1`, secret],
  ['a code', `No route matches URL "/${code}/x"`, code],
  ['a code of an absolute address', `https://sms.example.com/${code}`, code],
  ['a code with an ending', `/${code}.data`, code],
  ['any query', '/app/x?whatever=17', 'whatever'],
  ['a digest', 'hmac is fc2a8d9e7b1c4f5a6d7e8f9a0b1c2d3e', 'fc2a8d9e7b1c4f5a6d7e8f9a0b1c2d3e'],
  ['a password', 'postgres: password=geheim', 'geheim'],
])('%s is struck', (_, text, hidden) => {
  const struck = strikeSecrets(text);
  expect(struck).not.toContain(hidden);
  expect(struck).toContain('[struck]');
});

test.each([
  'column "campaign_id" does not exist',
  'at finishCampaign (file:///srv/app/features/campaigns/finish-campaign.server.ts:12:7)',
  'timeout exceeded when trying to connect',
  '/app/campaigns/17/recipients',
  '/app/contacts/import/9/piece/4',
])('%s stays readable', (text) => {
  expect(strikeSecrets(text)).toBe(text);
});

test('a hundred kilobytes of anything are struck in time that grows with their length', () => {
  for (const part of ['eyJ', '/mitto/', '?', 'a', '/', 'shpat_', 'token=', 'A+', '.', ' ', 'bearer ']) {
    const before = process.cpuUsage();
    strikeSecrets(part.repeat(100_000 / part.length));
    const { user } = process.cpuUsage(before);
    // A few milliseconds; what grows with the square takes a quarter of a minute and more.
    expect(user / 1e6, part).toBeLessThan(2);
  }
});

test.each([
  ['/app/campaigns/7?id_token=eyJ&shop=x', '/app/campaigns/7'],
  ['/mitto/reports/the-secret?x=1', '/mitto/reports/[struck]'],
  ['//mitto/reports/the-secret', '//mitto/reports/[struck]'],
  ['/aB3dE6gH9k/x', '/[struck]/x'],
  ['/auth/aB3dE6gH9k', '/auth/[struck]'],
  ['/abcdefghij', '/[struck]'],
  ['/', '/'],
])('the path of %s is logged as %s', (url, path) => {
  expect(loggablePath(url)).toBe(path);
});

test('an endless path is cut', () => {
  expect(loggablePath(`/${'a-'.repeat(5_000)}`)).toHaveLength(200);
});
