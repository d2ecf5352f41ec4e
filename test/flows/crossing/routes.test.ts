import { readdirSync } from 'node:fs';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { beforeAll, expect, test, vi } from 'vitest';
import { log } from '../../../app/platform/log.server.ts';
import { fingerprintOf } from '../../support/flows/fingerprint.ts';
import { mittoOfThisFile } from '../../support/flows/mitto.ts';
import { shopifyOfThisFile } from '../../support/flows/shopify.ts';
import { type Things, thingsOf } from '../../support/flows/things-of-a-shop.ts';
import { fetchFromAdmin } from '../../support/shopify.ts';

mittoOfThisFile();
const shopify = shopifyOfThisFile({ shops: 2 });
const folder = new URL('../../../app/routes/', import.meta.url);
const files = readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'));

/** Routes that know no shop: nothing of anybody can be asked of them. */
const ofNobody = ['$.tsx', '_index.tsx', 'auth.$.ts'];

type Body = { form: Record<string, string> } | { json: unknown } | { bytes: string };

/**
 * What a merchant who means harm posts, for every route that takes something. A route with an action that is not here fails the
 * test: say what could be done to another shop's things with it. In an order in which their own shop can do all of it.
 */
const bodies: Record<string, (theirs: Things) => Body[]> = {
  'app.campaigns.$id_.review.tsx': ({ quotedVersion }) => [
    { form: { when: 'now', version: String(quotedVersion) } },
  ],
  'app.contacts.import.$id_.piece.$no.ts': () => [{ bytes: 'phone\n+306944000001\n' }],
  'app.campaigns.$id.tsx': () => [
    {
      form: { intent: 'save', name: 'Mine now', body: 'Hi', sender: 'Shop', audience: '{"kind":"everyone"}' },
    },
    {
      form: {
        intent: 'review',
        name: 'Mine now',
        body: 'Hi',
        sender: 'Shop',
        audience: '{"kind":"everyone"}',
      },
    },
  ],
  'app.campaigns.new.tsx': ({ list, campaign }) =>
    [
      { kind: 'list', listId: list },
      { kind: 'unresolved', campaignId: campaign, states: ['unknown'] },
    ].map((audience) => ({
      form: {
        intent: 'save',
        name: 'With theirs',
        body: 'Hi',
        sender: 'Shop',
        audience: JSON.stringify(audience),
      },
    })),
  'app.campaigns.$id_.report.tsx': () =>
    ['pause', 'resume', 'cancel', 'resend'].map((intent) => ({ form: { intent } })),
  'app.campaigns.$id_.test-text.ts': ({ contact }) => [
    {
      form: {
        commandId: '0f3c2a5e-0000-4000-8000-000000000001',
        number: '306944000001',
        as: String(contact),
        ceiling: '1000',
      },
    },
  ],
  'app.consent.tsx': ({ reply }) => [
    { form: { intent: 'judge', id: String(reply), decision: 'opted_out' } },
    { form: { intent: 'retry' } },
  ],
  'app.contacts.$id.tsx': () => [{ form: { toldBy: 'phone' } }, { form: { toldBy: 'email' } }],
  'app.contacts.$id_.erase.ts': () => [{ form: {} }],
  'app.contacts.import.$id.tsx': () => [{ json: { act: 'import' } }, { json: { act: 'discard' } }],
  'app.contacts.import.upload.ts': () => [{ json: { name: 'mine.csv', bytes: 20 } }],
  'app.credits.tsx': () => [
    { form: { intent: 'buy', credits: '500', commandId: '0f3c2a5e-0000-4000-8000-000000000002' } },
    { form: { intent: 'plan', plan: 'starter', commandId: '0f3c2a5e-0000-4000-8000-000000000003' } },
    { form: { intent: 'stop-top-up' } },
  ],
  'app.privacy._index.tsx': ({ privacyCase }) => [{ form: { intent: 'close', caseId: String(privacyCase) } }],
  // Before the settings, which want another domain.
  'app.settings_.check-domain.ts': () => [{ form: {} }],
  'app.settings.tsx': () => [
    {
      json: {
        sender: 'Mine',
        senders: {},
        timeZone: 'UTC',
        quietFrom: null,
        quietUntil: null,
        capHours: null,
        maxCreditsPerText: null,
        optOutLine: 'Stop: {{ opt_out_link }}',
        ownLinkDomain: null,
        allowedCountries: null,
        testNumbers: [],
      },
    },
  ],
  'app.templates.$id.tsx': () => [{ form: { name: 'Mine now', body: 'Hi' } }, { form: { intent: 'delete' } }],
  'app.templates._index.tsx': () => [{ form: { name: 'A new one', body: 'Hi' } }],
};

/** Things in the query of a page: whoever reads one of these must look whose it is. */
const queries = (theirs: Things): string[] => [
  '',
  `?case=${theirs.privacyCase}&format=json`,
  `?contact=${theirs.contact}&format=json`,
  `?template=${theirs.template}&id=${theirs.template}&from=${theirs.campaign}&campaign=${theirs.campaign}`,
  `?purchase=${theirs.purchase}&charge_id=71&return=/app`,
  `?search=Theirs`,
  `?audience=${encodeURIComponent(JSON.stringify({ kind: 'list', listId: theirs.list }))}`,
  `?audience=${encodeURIComponent(JSON.stringify({ kind: 'tags', tags: ['Theirs-tag'] }))}`,
];

type Route = {
  loader?: (args: LoaderFunctionArgs) => Promise<unknown>;
  action?: (args: ActionFunctionArgs) => Promise<unknown>;
};
const routeOf = async (file: string): Promise<Route> => (await import(new URL(file, folder).href)) as Route;

/** Every thing of the other shop in the place of every `$id`: one route may look ids up that another writes. */
const paramsOf = (theirs: Things): Record<string, string>[] =>
  [
    theirs.campaign,
    theirs.draft,
    theirs.quoted,
    theirs.uploading,
    theirs.contact,
    theirs.template,
    theirs.import,
    theirs.list,
    theirs.privacyCase,
  ].map((id) => ({
    id: String(id),
    ordinal: '1',
    reason: 'opted_out',
    no: '0',
  }));

/** All that comes back, whether returned or thrown, as text. */
async function answerOf(work: Promise<unknown>): Promise<string> {
  const answer = await work.catch((thrown: unknown) => {
    if (thrown instanceof Response) {
      return thrown;
    }
    throw thrown;
  });
  return answer instanceof Response
    ? `${answer.status} ${answer.headers.get('location') ?? ''} ${await answer.text()}`
    : JSON.stringify(answer ?? null);
}

const requestOf = (shop: string, query: string, body?: Body): Request => {
  const init: RequestInit =
    body === undefined
      ? {}
      : 'form' in body
        ? { method: 'POST', body: new URLSearchParams(body.form) }
        : { method: 'POST', body: 'json' in body ? JSON.stringify(body.json) : body.bytes };
  return fetchFromAdmin(`/app${query}`, { shop }, init);
};

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
