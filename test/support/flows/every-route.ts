import { readdirSync } from 'node:fs';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { fetchFromAdmin } from '../shopify.ts';
import type { Things } from './things-of-a-shop.ts';

const folder = new URL('../../../app/routes/', import.meta.url);
/** Every file of the app's routes. */
export const files = readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'));

/** Routes that know no shop: nothing of anybody can be asked of them. */
export const ofNobody = ['$.tsx', '_index.tsx', 'auth.$.ts'];

export type Body = { form: Record<string, string> } | { json: unknown } | { bytes: string };

/**
 * What a merchant who means harm posts, for every route that takes something. A route with an action that is
 * not here fails the test: say what could be done to another shop's things with it. In an order in which
 * their own shop can do all of it.
 */
export const bodies: Record<string, (theirs: Things) => Body[]> = {
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
export const queries = (theirs: Things): string[] => [
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
export const routeOf = async (file: string): Promise<Route> =>
  (await import(new URL(file, folder).href)) as Route;

/**
 * Every thing of the other shop in the place of every `$id`: one route may look ids up that another writes.
 */
export const paramsOf = (theirs: Things): Record<string, string>[] =>
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
export async function answerOf(work: Promise<unknown>): Promise<string> {
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

/** A request of a member of staff; the same one every time, unless somebody is named. */
export const requestOf = (shop: string, query: string, body?: Body, staff?: string): Request => {
  const init: RequestInit =
    body === undefined
      ? {}
      : 'form' in body
        ? { method: 'POST', body: new URLSearchParams(body.form) }
        : { method: 'POST', body: 'json' in body ? JSON.stringify(body.json) : body.bytes };
  return fetchFromAdmin(
    `/app${query}`,
    { shop, ...(staff === undefined ? {} : { overrides: { sub: staff } }) },
    init,
  );
};
