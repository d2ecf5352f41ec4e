import type { LoaderFunctionArgs } from '@remix-run/node';
import { beforeAll, expect, test, vi } from 'vitest';
import type { AccessKind } from '../../../app/core/privacy/access.ts';
import { drainAccesses } from '../../../app/features/privacy/access-log.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { log } from '../../../app/platform/log.server.ts';
import {
  answerOf,
  type Body,
  bodies,
  files,
  paramsOf,
  queries,
  requestOf,
  routeOf,
} from '../../support/flows/every-route.ts';
import { checkFile, columnsOf, uploadFile } from '../../support/flows/imports.ts';
import { mittoOfThisFile } from '../../support/flows/mitto.ts';
import { addContacts } from '../../support/flows/shop.ts';
import { shopifyOfThisFile } from '../../support/flows/shopify.ts';
import { type Things, thingsOf } from '../../support/flows/things-of-a-shop.ts';

mittoOfThisFile();
const shopify = shopifyOfThisFile({ shops: 1 });

const nobody = (why: string) => ({ nobody: why });

/**
 * What each route's answers show of customers: how the log of who looked calls it, or why they show nobody. A
 * new route is put down here; the test below asks each of them and compares.
 */
const shows: Record<string, AccessKind | { nobody: string }> = {
  '_index.tsx': nobody('sends on to the app'),
  'auth.$.ts': nobody('the way in'),
  'app.$.tsx': nobody('an address that nothing has'),
  'app.tsx': nobody('the frame around pages'),
  'app._index.tsx': nobody('campaigns, by the merchant’s own words'),
  'app.audience.count.ts': nobody('a number of people'),
  'app.audience.segments.ts': nobody('names of segments, which are the merchant’s words'),
  'app.campaigns.$id.tsx': 'preview',
  'app.campaigns.$id_.left-out.$reason.tsx': 'left_out_list',
  'app.campaigns.$id_.left-out[.]csv.ts': 'contact_export',
  'app.campaigns.$id_.recipients.$ordinal.tsx': 'recipient_page',
  'app.campaigns.$id_.recipients[.]csv.ts': 'contact_export',
  'app.campaigns.$id_.report.tsx': 'recipient_list',
  'app.campaigns.$id_.review.tsx': 'preview',
  'app.campaigns.$id_.test-text.ts': 'preview',
  'app.campaigns.new.tsx': 'preview',
  'app.consent.tsx': 'consent_page',
  'app.contacts.$id.tsx': 'contact_page',
  'app.contacts.$id_.erase.ts': nobody('says that it is done; the erasure itself is noted'),
  'app.contacts._index.tsx': 'contact_list',
  'app.contacts.export[.]csv.ts': 'contact_export',
  'app.contacts.import.$id.tsx': 'import_file',
  'app.contacts.import.$id_.piece.$no.ts': nobody('takes a piece of a file'),
  'app.contacts.import.$id_.problems.$reason.tsx': 'import_rows',
  'app.contacts.import.$id_.problems[.]csv.ts': 'contact_export',
  'app.contacts.import._index.tsx': nobody('files by the merchant’s names for them, while they are kept'),
  'app.contacts.import.upload.ts': nobody('begins an upload'),
  'app.credits.tsx': nobody('credits'),
  'app.credits_.return.ts': nobody('sends on to a page'),
  'app.credits_.statement[.]csv.ts': nobody('credits'),
  'app.preview-contacts.ts': 'preview',
  'app.privacy._index.tsx': 'privacy_page',
  'app.privacy.access.tsx': nobody('who looked; people by our ids'),
  'app.privacy.file.ts': 'person_file',
  'app.settings_.check-domain.ts': nobody('whether a domain is the shop’s'),
  'app.settings.tsx': nobody('the merchant’s own test phones'),
  'app.templates.$id.tsx': 'preview',
  'app.templates._index.tsx': nobody('templates, by the merchant’s own words'),
};

let things: Things & { domain: string };
let staff = 1_000;

/** Customers of the shop, however an answer spells them. */
const PEOPLE = /Eleni|Theirsopoulou|3069440000\d\d|30 694 400 00\d\d|69440000\d\d/;

beforeAll(async () => {
  vi.spyOn(log, 'warn').mockReturnValue();
  const { shopId, domain } = await shopify.newShop();
  await addContacts(shopId, [{ phone: 306_944_000_003, firstName: 'Eleni', consent: 'unsubscribed' }]);
  things = { ...(await thingsOf(shopId, 'Theirs')), domain };
  await pool.query('UPDATE shop SET test_numbers = ARRAY[306977000001] WHERE id = $1', [shopId]);
  // Also rows that cannot be taken.
  await pool.query(
    `UPDATE contact_import SET status = 'expired' WHERE shop_id = $1 AND status = 'uploading'`,
    [shopId],
  );
  const importId = await uploadFile(shopId, 'phone,name\n+306944000009,Eleni\n694400001,Eleni\n');
  await checkFile(shopId, importId, { columns: columnsOf('phone,first_name') });
  things.import = importId;
}, 120_000);

/** One request as a member of staff whom nobody else is: what it answered, and as what it was noted. */
async function ask(
  act: (args: LoaderFunctionArgs) => Promise<unknown>,
  params: Record<string, string>,
  { query = '', body }: { query?: string; body?: Body },
): Promise<{ answer: string; noted: string[] }> {
  staff += 1;
  const request = requestOf(things.domain, query, body, String(staff));
  const answer = await answerOf(act({ request, params, context: {} }));
  await drainAccesses();
  const { rows } = await pool.query<{ what: string }>(
    'SELECT what FROM access_log WHERE shop_id = $1 AND actor = $2',
    [things.shopId, String(staff)],
  );
  return { answer, noted: rows.map(({ what }) => what) };
}

const paramsOfAll = () =>
  paramsOf(things).flatMap((params) =>
    [params.reason ?? '', 'impossible_number'].map((reason) => ({ ...params, reason })),
  );

test('every route is put down with what it shows of customers, and no other', () => {
  expect(Object.keys(shows).sort()).toEqual([...files].sort());
});

test('an answer that shows a customer is noted as the table says, and no other is', async () => {
  const seen = new Set<string>();
  for (const [file, what] of Object.entries(shows).filter(([name]) => name.startsWith('app.'))) {
    const { loader } = await routeOf(file);
    if (loader === undefined) {
      continue;
    }
    const addresses = file.includes('$')
      ? paramsOfAll().map((params) => ({ params, query: '' }))
      : queries(things).map((query) => ({ params: {}, query }));
    for (const { params, query } of addresses) {
      const { answer, noted } = await ask(loader, params, { query });
      const shown = PEOPLE.test(answer);
      expect({ file, params, query, noted }).toEqual({ file, params, query, noted: shown ? [what] : [] });
      if (shown) {
        seen.add(file);
      }
    }
  }
  const showing = Object.entries(shows).filter(([, what]) => typeof what === 'string');
  expect([...seen].sort(), 'every page that shows people was seen showing some').toEqual(
    showing.map(([file]) => file).sort(),
  );
}, 120_000);

test('what is posted is answered without a customer, and only an erasure is noted', async () => {
  const notes: string[] = [];
  for (const [file, posted] of Object.entries(bodies)) {
    const { action } = await routeOf(file);
    if (action === undefined) {
      throw new Error(`${file} takes nothing`);
    }
    for (const params of file.includes('$') ? paramsOf(things) : [{}]) {
      for (const body of posted(things)) {
        const { answer, noted } = await ask(action, params, { body });
        expect(PEOPLE.test(answer), `${file}: ${answer}`).toBe(false);
        notes.push(...noted.map((what) => `${file}: ${what}`));
      }
    }
  }
  expect(new Set(notes)).toEqual(new Set(['app.contacts.$id_.erase.ts: erasure']));
}, 120_000);
