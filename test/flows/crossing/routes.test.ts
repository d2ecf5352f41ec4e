import { beforeAll, expect, test, vi } from 'vitest';
import { log } from '../../../app/platform/log.server.ts';
import {
  answerOf,
  bodies,
  files,
  ofNobody,
  paramsOf,
  queries,
  requestOf,
  routeOf,
} from '../../support/flows/every-route.ts';
import { fingerprintOf } from '../../support/flows/fingerprint.ts';
import { mittoOfThisFile } from '../../support/flows/mitto.ts';
import { shopifyOfThisFile } from '../../support/flows/shopify.ts';
import { type Things, thingsOf } from '../../support/flows/things-of-a-shop.ts';

mittoOfThisFile();
const shopify = shopifyOfThisFile({ shops: 2 });
async function readEverything(shop: string, of: Things): Promise<Map<string, string>> {
  const read = new Map<string, string>();
  for (const file of files.filter((name) => !ofNobody.includes(name))) {
    const { loader } = await routeOf(file);
    if (loader === undefined) {
      continue;
    }
    const all: string[] = [];
    const addresses = file.includes('$')
      ? paramsOf(of).map((params) => ({ params, query: '' }))
      : queries(of).map((query) => ({ params: {}, query }));
    for (const { params, query } of addresses) {
      all.push(await answerOf(loader({ request: requestOf(shop, query), params, context: {} })));
    }
    read.set(file, all.join('\n'));
  }
  return read;
}

let theirs: Things & { domain: string };
let mine: Things & { domain: string };

beforeAll(async () => {
  // Looking for what is not there is logged, by each page in its own words.
  vi.spyOn(log, 'warn').mockReturnValue();
  const [first, second] = [await shopify.newShop(), await shopify.newShop()];
  theirs = { ...(await thingsOf(first.shopId, 'Theirs')), domain: first.domain };
  mine = { ...(await thingsOf(second.shopId, 'Mine')), domain: second.domain };
}, 120_000);

test('no page shows anything of another shop, whatever ids are put into its address', async () => {
  const before = await fingerprintOf(theirs.shopId);
  for (const [file, text] of await readEverything(mine.domain, theirs)) {
    // What was searched for may be said again; nothing else of theirs.
    expect(text.replaceAll('search=Theirs', ''), file).not.toMatch(/Theirs(opoulou| |-request|\.csv)/);
  }
  expect(await fingerprintOf(theirs.shopId)).toEqual(before);
}, 120_000);

test('their own shop sees it on these pages, so the test above looks for what can be found', async () => {
  const own = await readEverything(theirs.domain, theirs);
  const showing = [...own]
    .filter(([, text]) => /Theirs(opoulou| |-request|\.csv)/.test(text))
    .map(([file]) => file);
  expect(showing.length).toBeGreaterThanOrEqual(12);
}, 120_000);

test('nothing that is posted changes anything of another shop', async () => {
  const before = await fingerprintOf(theirs.shopId);
  for (const file of files.filter((name) => !ofNobody.includes(name))) {
    const { action } = await routeOf(file);
    if (action === undefined) {
      continue;
    }
    const posted = bodies[file];
    expect(posted, `say in this test what could be posted to ${file}`).toBeDefined();
    for (const params of file.includes('$') ? paramsOf(theirs) : [{}]) {
      for (const body of posted?.(theirs) ?? []) {
        const answer = await answerOf(
          action({ request: requestOf(mine.domain, '', body), params, context: {} }),
        );
        expect(answer, file).not.toMatch(/Theirs(opoulou| |-request|\.csv)/);
      }
    }
    expect(await fingerprintOf(theirs.shopId), file).toEqual(before);
  }
}, 120_000);

test('the same, posted by their own shop, does something: these are forms that are taken', async () => {
  const idle: string[] = [];
  for (const [file, posted] of Object.entries(bodies)) {
    const { action } = await routeOf(file);
    const before = await fingerprintOf(theirs.shopId);
    for (const params of file.includes('$') ? paramsOf(theirs) : [{}]) {
      for (const body of posted(theirs)) {
        await answerOf(
          action?.({ request: requestOf(theirs.domain, '', body), params, context: {} }) ?? Promise.resolve(),
        );
      }
    }
    if (JSON.stringify(await fingerprintOf(theirs.shopId)) === JSON.stringify(before)) {
      idle.push(file);
    }
  }
  expect(idle).toEqual([]);
}, 120_000);

test('without a session token of Shopify’s, no route under /app answers', async () => {
  for (const file of files.filter((name) => !ofNobody.includes(name))) {
    const { loader, action } = await routeOf(file);
    const params = { id: String(theirs.campaign), ordinal: '1', reason: 'opted_out', no: '0' };
    for (const [act, method] of [
      [loader, 'GET'],
      [action, 'POST'],
    ] as const) {
      if (act === undefined) {
        continue;
      }
      const request = new Request(`https://app.example.com/app?shop=${theirs.domain}`, {
        method,
        headers: { 'user-agent': 'Mozilla/5.0 Chrome/143', authorization: 'Bearer not.a.token' },
        ...(method === 'POST' ? { body: new URLSearchParams({ shop: theirs.domain }) } : {}),
      });
      const answer = await answerOf(act({ request, params, context: {} }));
      expect(answer.slice(0, 3), `${method} ${file}`).toMatch(/^(30\d|401|410)/);
    }
  }
});

test('what has no page answers as HTTP: of anything else Remix warns in the log', async () => {
  for (const file of files.filter((name) => !ofNobody.includes(name))) {
    const route = await routeOf(file);
    if ('default' in route) {
      continue;
    }
    const { loader, action } = route;
    const posted = action === undefined ? [] : (bodies[file]?.(mine) ?? []);
    for (const params of file.includes('$') ? paramsOf(mine) : [{}]) {
      const requests = [
        ...(loader === undefined
          ? []
          : queries(mine).map((query) => ({ act: loader, request: requestOf(mine.domain, query) }))),
        ...posted.map((body) => ({ act: action, request: requestOf(mine.domain, '', body) })),
      ];
      for (const { act, request } of requests) {
        const answer = await act?.({ request, params, context: {} }).catch((thrown: unknown) => thrown);
        expect(answer, file).toBeInstanceOf(Response);
      }
    }
  }
}, 120_000);
