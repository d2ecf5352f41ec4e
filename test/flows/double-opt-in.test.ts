import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { contactStream } from '../../app/core/streams.ts';
import { wakeConfirmations } from '../../app/features/consent/ask-to-confirm.server.ts';
import { saveWording } from '../../app/features/consent/save-wording.server.ts';
import { grantCredits } from '../../app/features/credits/grant-credits.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { readStream } from '../../app/platform/event-store.server.ts';
import { checkBooksAfterEach } from '../support/flows/books.ts';
import { recipientsOf } from '../support/flows/campaign.ts';
import { consentsOf, reply } from '../support/flows/inbound.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { codeOf, linkServerOfThisFile, linkTo } from '../support/flows/links.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, type ContactInput, makeShop, newPhone } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
const server = linkServerOfThisFile();
let shopId = 0;
checkBooksAfterEach(() => shopId);
const sender = '302109876543';

/** A shop that asks twice. */
async function asking(contacts: ContactInput[], credits = 1_000): Promise<number[]> {
  shopId = await makeShop({ credits });
  await pool.query('UPDATE shop SET sender = $2 WHERE id = $1', [shopId, sender]);
  const ids = await addContacts(shopId, contacts);
  await wish({ text: 'Yes, text me offers.', doubleOptIn: 'true' });
  return ids;
}
async function wish(words: Record<string, string>) {
  const posted = new FormData();
  const confirmation = '{{ shop_name }}: do you want our texts? Yes or no: {{ opt_out_link }}';
  for (const [name, value] of Object.entries({ confirmation, ...words })) {
    posted.set(name, value);
  }
  expect(await saveWording(shopId, posted)).toMatchObject({ kind: 'saved' });
}
/** The next look, without waiting for it. */
async function ask(): Promise<void> {
  await pool.query('UPDATE confirmation_round SET next_at = clock_timestamp()');
  await wakeConfirmations();
  await drainJobs();
}
const campaigns = async (): Promise<number[]> =>
  (
    await pool.query<{ id: number }>('SELECT id FROM campaign WHERE shop_id = $1 ORDER BY id', [shopId])
  ).rows.map(({ id }) => id);
const texted = async () =>
  (await Promise.all((await campaigns()).map((id) => mitto.truthOf(id))))
    .flat()
    .map(({ destination }) => destination);

test('trap 13: who has signed up gets one text that asks for a confirmation, and nobody else; asking again sends nothing', async () => {
  const [phone, silent] = [newPhone(), newPhone()];
  await asking([
    { phone, consent: 'pending' },
    { consent: 'subscribed' },
    { consent: 'never' },
    { phone: silent, consent: 'pending' },
    { phone: silent, consent: 'unsubscribed' },
  ]);
  await ask();
  expect(await texted()).toEqual([`+${phone}`]);
  await ask();
  expect(await texted()).toEqual([`+${phone}`]);
  // She signs up anew: that is another question.
  await pool.query('UPDATE contact SET consent_at = now() WHERE shop_id = $1 AND phone = $2', [
    shopId,
    phone,
  ]);
  await ask();
  expect(await texted()).toEqual([`+${phone}`, `+${phone}`]);
});

test('a shop that does not ask twice, or has no credits, sends nothing; with credits it goes on', async () => {
  const phone = newPhone();
  await asking([{ phone, consent: 'pending' }], 0);
  await wish({ text: 'Yes, text me offers.' });
  await ask();
  expect(await campaigns()).toEqual([]);
  await wish({ text: 'Yes, text me offers.', doubleOptIn: 'true' });
  await ask();
  expect(await texted()).toEqual([]);
  await grantCredits(shopId, 10, { by: 'operator', why: 'trial', commandId: randomUUID() });
  await ask();
  expect(await texted()).toEqual([`+${phone}`]);
  expect(await campaigns()).toHaveLength(1);
});

test('opening the link says nothing; Yes is a confirmed opt-in to the wording of that day, and No an opt-out', async () => {
  const [yes, no] = [newPhone(), newPhone()];
  const ids = await asking([
    { phone: yes, consent: 'pending' },
    { phone: no, consent: 'pending' },
  ]);
  await ask();
  await wish({ text: 'Another wording.', doubleOptIn: 'true' });
  const campaign = { shopId, campaignId: (await campaigns())[0] ?? 0 };
  const link = await linkTo(campaign, null);
  const [first, second] = await recipientsOf(campaign);
  const page = await (await server.request(await codeOf(link, first?.ordinal ?? 0))).text();
  expect(page).toContain('Do you want texts from <bdi>Kafeneio</bdi>?');
  expect(page.match(/<button/g)).toHaveLength(2);
  expect(await consentsOf(ids)).toEqual(['pending', 'pending']);

  const press = async (ordinal: number, answer: string) =>
    server.press(await codeOf(link, ordinal), { body: new URLSearchParams({ answer }) });
  expect((await press(first?.ordinal ?? 0, 'perhaps')).status).toBe(400);
  const agreed = await press(first?.ordinal ?? 0, 'yes');
  expect(agreed.status).toBe(200);
  expect(await agreed.text()).toContain('You get texts from <bdi>Kafeneio</bdi>.');
  await press(first?.ordinal ?? 0, 'yes');
  await press(second?.ordinal ?? 0, 'stop');
  expect(await consentsOf(ids)).toEqual(['subscribed', 'unsubscribed']);
  const events = await readStream(pool, contactStream(shopId, ids[0] ?? 0));
  expect(events.map(({ event }) => event)).toMatchObject([
    {
      type: 'ConsentGiven',
      data: { source: 'confirmation_link', level: 'CONFIRMED_OPT_IN', wording: '1' },
    },
  ]);
  // A no that was said is not taken back by the old link.
  await press(second?.ordinal ?? 0, 'yes');
  expect(await consentsOf(ids)).toEqual(['subscribed', 'unsubscribed']);
});

test('she can answer by a reply, and a yes without a question is none', async () => {
  const [asked, unasked] = [newPhone(), newPhone()];
  const ids = await asking([{ phone: asked, consent: 'pending' }]);
  await ask();
  ids.push(...(await addContacts(shopId, [{ phone: unasked, consent: 'pending' }])));
  await reply(server, asked, sender, 'ΝΑΙ');
  await reply(server, unasked, sender, 'YES');
  expect(await consentsOf(ids)).toEqual(['subscribed', 'pending']);
});
