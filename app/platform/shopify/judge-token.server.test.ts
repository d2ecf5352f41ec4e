import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { testVariables } from '../../../test/setup/variables.ts';
import { mintSessionToken } from '../../../test/simulators/shopify/session-token.ts';
import { judgeToken } from './judge-token.server.ts';

const credentials = { apiKey: testVariables.SHOPIFY_API_KEY, apiSecret: testVariables.SHOPIFY_API_SECRET };
const shop = 'one.myshopify.com';
const judge = (token: string) =>
  judgeToken(new Request('https://sendbook.test/app', { headers: { authorization: `Bearer ${token}` } }));
const minted = (overrides: Record<string, unknown> = {}, secret: string = credentials.apiSecret) =>
  mintSessionToken({ ...credentials, apiSecret: secret, shop, overrides: overrides as never });

/** A token with claims that are left out. */
function without(...names: string[]): string {
  const [header = '', payload = ''] = minted().split('.');
  const claims = Object.entries(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const kept = Object.fromEntries(claims.filter(([name]) => !names.includes(name)));
  const content = `${header}.${Buffer.from(JSON.stringify(kept)).toString('base64url')}`;
  return `${content}.${createHmac('sha256', credentials.apiSecret).update(content).digest('base64url')}`;
}

test('a token of Shopify’s names its shop, in the header and in the address', async () => {
  expect(await judge(minted())).toEqual({ kind: 'verified', shop });
  const inAddress = new Request(`https://sendbook.test/app?id_token=${minted()}`);
  expect(await judgeToken(inAddress)).toEqual({ kind: 'verified', shop });
});

const seconds = Math.floor(Date.now() / 1000);
test.each([
  ['nothing', ''],
  ['a made-up signature', `${minted().slice(0, -4)}AAAA`],
  ['another secret', minted({}, 'guessed')],
  ['another app', minted({ aud: 'another' })],
  ['an hour ago', minted({ exp: seconds - 3_600 })],
  ['no token', 'abc'],
  ['no algorithm', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${minted().split('.')[1]}.`],
])('a request with %s names none', async (_, token) => {
  expect(await judge(token)).toEqual({ kind: 'none' });
});

test.each([
  ['ends in the next century', minted({ exp: 4_102_444_800 })],
  ['never ends', without('exp')],
  ['is nobody’s', without('sub')],
  ['is of one shop and for another', minted({ dest: 'https://two.myshopify.com' })],
  ['is of no shop', minted({ iss: 'https://evil.example', dest: 'https://evil.example' })],
  ['is of words', minted({ dest: 'two', iss: 'two' })],
])('a token that %s is refused, though it is signed', async (_, token) => {
  expect(await judge(token)).toEqual({ kind: 'refused' });
});
