import { expect, test } from 'vitest';
import { confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { consentsOf } from '../../../test/support/flows/inbound.ts';
import { waitingJobs } from '../../../test/support/flows/jobs.ts';
import { addContacts, makeShop, newPhone } from '../../../test/support/flows/shop.ts';
import { contactStream } from '../../core/streams.ts';
import { pool } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import { contactPage } from '../contacts/contact-page.server.ts';
import { changeConsentPage } from './change-consent-page.server.ts';
import { consentAttention, consentPage } from './consent-page.server.ts';
import { recordOptOut } from './record-opt-out.server.ts';
import { wordingToday } from './save-wording.server.ts';
import { takeInbound } from './take-inbound.server.ts';

function posted(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.set(name, value);
  }
  return form;
}

test('“she asked by phone” is an opt-out of her number, with how it was said and by whom it was recorded', async () => {
  const shopId = await makeShop();
  const phone = newPhone();
  const ids = await addContacts(shopId, [{ phone }, { phone }, { phone: null }]);
  const [hers = 0, twin = 0, nobody = 0] = ids;
  expect(await recordOptOut(shopId, hers, posted({ toldBy: 'phone' }), '901')).toEqual({ kind: 'recorded' });
  expect(await consentsOf([hers, twin])).toEqual(['unsubscribed', 'unsubscribed']);
  const [recorded] = await readStream(pool, contactStream(shopId, hers));
  expect(recorded?.event).toMatchObject({
    type: 'ConsentWithdrawn',
    data: { source: 'merchant', toldBy: 'phone', by: '901' },
  });
  expect(await recordOptOut(shopId, nobody, posted({ toldBy: 'other' }), '901')).toEqual({
    kind: 'no_number',
  });
  expect(await recordOptOut(shopId, hers, posted({ toldBy: 'a pigeon' }), '901')).toEqual({
    kind: 'invalid',
  });
  expect(await recordOptOut(await makeShop(), hers, posted({ toldBy: 'phone' }), '901')).toEqual({
    kind: 'not_found',
  });
});

test('her page shows what was ever said, newest first, and what she has sent', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }], { sender: '302101111111' });
  const { shopId } = campaign;
  const [hers = 0] = campaign.contacts;
  await takeInbound([
    { id: 'page-1', from: phone, to: '302101111111', text: 'please stop texting me' },
    { id: 'page-2', from: phone, to: '302101111111', text: 'STOP' },
  ]);
  const page = await contactPage(shopId, hers);
  expect(page?.history.entries.map(({ kind }) => kind)).toEqual(['withdrawn', 'questioned']);
  expect(page?.replies).toMatchObject([
    { text: 'STOP', meaning: 'stop', decision: null },
    { text: 'please stop texting me', meaning: 'suspected_stop', decision: 'opted_out' },
  ]);
});

test('replies that look like opt-outs wait on one page until they are judged, oldest first', async () => {
  const [phone, other] = [newPhone(), newPhone()];
  const { shopId, contacts } = await confirmedCampaign([{ phone, firstName: 'Maria' }, { phone: other }], {
    sender: '302102222222',
  });
  await takeInbound([
    { id: 'wait-1', from: phone, to: '302102222222', text: 'not interested' },
    { id: 'wait-2', from: other, to: '302102222222', text: 'wrong number' },
  ]);
  expect(await consentAttention(shopId)).toEqual({ toJudge: 2, notTold: 0 });
  const { toJudge } = await consentPage(shopId);
  expect(toJudge).toMatchObject([
    { text: 'not interested', who: { contactId: contacts[0], name: 'Maria' } },
    { text: 'wrong number' },
  ]);
  const judge = (id: number | undefined, decision: string, of = shopId) =>
    changeConsentPage(of, posted({ intent: 'judge', id: String(id), decision }), '901');
  expect(await judge(toJudge[0]?.id, 'texts_go_on', await makeShop())).toEqual({ kind: 'not_found' });
  expect(await judge(toJudge[0]?.id, 'texts_go_on')).toMatchObject({ kind: 'decided' });
  expect(await judge(toJudge[1]?.id, 'opted_out')).toMatchObject({ kind: 'decided' });
  expect(await consentsOf(contacts)).toEqual(['subscribed', 'unsubscribed']);
  expect(await consentAttention(shopId)).toEqual({ toJudge: 0, notTold: 0 });
  expect(await judge(1, 'perhaps')).toEqual({ kind: 'unreadable' });
});

test('what Shopify could not be told is listed with its reason, and told again when the merchant asks', async () => {
  const shopId = await makeShop();
  const phone = newPhone();
  const [hers = 0] = await addContacts(shopId, [{ phone, firstName: 'Maria', lastName: 'Georgiou' }]);
  await pool.query(`UPDATE contact SET shopify_id = 'gid://shopify/Customer/9001' WHERE id = $1`, [hers]);
  await recordOptOut(shopId, hers, posted({ toldBy: 'email' }), '901');
  await pool.query(
    `UPDATE consent_writeback SET attempts = 5, problem = 'internal_error', outcome = 'given_up', ended_at = now(), next_at = NULL
     WHERE shop_id = $1`,
    [shopId],
  );
  expect(await consentAttention(shopId)).toEqual({ toJudge: 0, notTold: 1 });
  expect((await consentPage(shopId)).notTold).toEqual([
    { contactId: hers, name: 'Maria Georgiou', state: 'unsubscribed', problem: 'internal_error' },
  ]);
  expect((await consentPage(await makeShop())).notTold).toEqual([]);
  expect(await changeConsentPage(shopId, posted({ intent: 'retry' }), '901')).toEqual({ kind: 'retried' });
  expect((await consentPage(shopId)).notTold).toEqual([]);
  expect(await waitingJobs()).toContain('write-consent-back');
});

test('each change of the wording is a version of its own, and saving the same again is none', async () => {
  const shopId = await makeShop();
  const save = (text: string, more: Record<string, string> = {}) =>
    changeConsentPage(shopId, posted({ intent: 'wording', text, confirmation: '', ...more }), '901');
  expect(await wordingToday(shopId)).toMatchObject({ version: 0, text: '', doubleOptIn: false });
  expect(await save('Text me offers.')).toEqual({ kind: 'saved', version: 1 });
  expect(await save('Text me offers.')).toEqual({ kind: 'saved', version: 1 });
  expect(await Promise.all([save('Another.'), save('And another.')])).toEqual(
    expect.arrayContaining([
      { kind: 'saved', version: 2 },
      { kind: 'saved', version: 3 },
    ]),
  );
  expect(await save('x'.repeat(2_001))).toMatchObject({ kind: 'invalid', problems: [{ field: 'text' }] });
  expect(await save('Text me.', { doubleOptIn: 'true' })).toMatchObject({
    kind: 'invalid',
    problems: [{ field: 'doubleOptIn' }, { field: 'confirmation' }],
  });
  const { rows } = await pool.query('SELECT version FROM consent_wording WHERE shop_id = $1 ORDER BY 1', [
    shopId,
  ]);
  expect(rows).toEqual([{ version: 1 }, { version: 2 }, { version: 3 }]);
});
