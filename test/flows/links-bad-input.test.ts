import { expect, test, vi } from 'vitest';
import { pool } from '../../app/platform/database.server.ts';
import { confirmedCampaign } from '../support/flows/campaign.ts';
import { codeOf, linkServerOfThisFile, linkTo } from '../support/flows/links.ts';

const server = linkServerOfThisFile();

/** A campaign to one person, and what its opt-out link is called in her text. */
async function oneRecipient() {
  const campaign = await confirmedCampaign(1);
  return { contactId: campaign.contacts[0] ?? 0, code: await codeOf(await linkTo(campaign, null), 1) };
}
const consentOf = async (contactId: number): Promise<string | undefined> =>
  (await pool.query<{ consent: string }>('SELECT consent FROM contact WHERE id = $1', [contactId])).rows[0]
    ?.consent;

const form = 'application/x-www-form-urlencoded';
test.each([
  ['a body of ten megabytes', 413, { body: `answer=stop&x=${'x'.repeat(10_000_000)}`, type: form }],
  ['JSON', 415, { body: '{"answer":"stop"}', type: 'application/json' }],
  ['no body at all', 415, { body: '', type: undefined }],
  ['an empty form', 400, { body: '', type: form }],
  ['another answer', 400, { body: 'answer=go', type: form }],
])(
  '%s is refused with the page that has the button, and opts nobody out',
  async (_, status, { body, type }) => {
    const { contactId, code } = await oneRecipient();
    const response = await server.request(code, {
      method: 'POST',
      ...(body === '' ? {} : { body: new Blob([body]) }),
      headers: type === undefined ? {} : { 'content-type': type },
    });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain('<button');
    expect(await consentOf(contactId)).toBe('subscribed');
  },
);

test('when it cannot be recorded she is told so and can press again', async () => {
  const { contactId, code } = await oneRecipient();
  const connect = pool.connect.bind(pool);
  // Single queries, which take a callback, still get through: the link is found, and the transaction fails.
  const spy = vi
    .spyOn(pool, 'connect')
    .mockImplementation(((callback?: Parameters<typeof connect>[0]) =>
      callback === undefined
        ? Promise.reject(new Error('the database is away'))
        : connect(callback)) as never);
  const refused = await server.press(code);
  spy.mockRestore();
  expect(refused.status).toBe(503);
  const page = await refused.text();
  expect(page).toContain('You may still get texts');
  expect(page).toContain('<button');
  expect((await server.press(code)).status).toBe(200);
  expect(await consentOf(contactId)).toBe('unsubscribed');
});
