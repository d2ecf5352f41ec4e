import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { SendTest } from './SendTest.tsx';
import type { TestResult } from './TestAnswer.tsx';

const offer = {
  numbers: [
    { digits: 306_900_000_001, phone: '+30 690 000 0001', creditsPerPart: 1 },
    { digits: 447_400_000_002, phone: '+44 7400 000002', creditsPerPart: 2 },
    { digits: 8_613_000_000_003, phone: '+86 130 0000 0003', creditsPerPart: null },
  ],
  words: { body: 'Hi {{ first_name | "there" }}!', capitals: false },
  shop: { name: 'Kafeneio', optOutLine: '', linkDomain: 'sms.shop.gr' },
  samples: [{ id: 5, firstName: 'Maria', lastName: null }],
  available: 40,
};
const sent: TestResult = { kind: 'sent', testId: 12, texts: 1, credits: 1, excluded: {} };

function open(answers: TestResult[] = [sent], loaded: Partial<typeof offer> = {}, unsaved = false) {
  const posted = vi.fn();
  renderAt('/app/campaigns/7', <SendTest campaignId={7} unsaved={unsaved} />, {}, [
    {
      path: '/app/campaigns/7/test-text',
      loader: () => ({ ...offer, ...loaded }),
      action: async ({ request }) => {
        const form = await request.formData();
        posted({ ...Object.fromEntries(form), number: form.getAll('number') });
        return answers[Math.min(posted.mock.calls.length, answers.length) - 1] ?? null;
      },
    },
  ]);
  return posted;
}

const send = () => screen.findByRole('button', { name: 'Send test' });

test('the first phone is chosen, and what a test to it costs is shown before it is sent', async () => {
  const posted = open();
  expect(await screen.findByText('1 text for up to 1 credit; you have 40.')).toBeVisible();
  await userEvent.click(await send());
  await waitFor(() =>
    expect(posted).toHaveBeenCalledExactlyOnceWith({
      commandId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      as: '5',
      ceiling: '1',
      number: ['306900000001'],
    }),
  );
  expect(await screen.findByRole('link', { name: 'See what becomes of it' })).toHaveAttribute(
    'href',
    '/app/campaigns/12/report',
  );
});

test('each phone has its country’s price, and one that cannot be texted cannot be chosen', async () => {
  open();
  await userEvent.click(await screen.findByRole('checkbox', { name: '+44 7400 000002' }));
  expect(screen.getByText('2 texts for up to 3 credits; you have 40.')).toBeVisible();
  expect(screen.getByRole('checkbox', { name: '+86 130 0000 0003' })).toBeDisabled();
  await userEvent.click(screen.getByRole('checkbox', { name: '+30 690 000 0001' }));
  await userEvent.click(screen.getByRole('checkbox', { name: '+44 7400 000002' }));
  expect(screen.getByText('Choose at least one phone.')).toBeVisible();
  expect(await send()).toHaveAttribute('aria-disabled', 'true');
});

test('pressing again after a test was sent is another test', async () => {
  const posted = open();
  await userEvent.click(await send());
  await screen.findByText(/on the way/);
  await userEvent.click(await send());
  await waitFor(() => expect(posted).toHaveBeenCalledTimes(2));
  const [first, second] = posted.mock.calls.map(([form]) => form.commandId);
  expect(first).not.toBe(second);
});

test('a test that costs more than was shown is sent for that only when she presses again', async () => {
  const posted = open([{ kind: 'costs_more', credits: 3 }, sent]);
  await userEvent.click(await send());
  expect(await screen.findByText(/It would cost 3 credits/)).toBeVisible();
  await userEvent.click(await send());
  await waitFor(() => expect(posted).toHaveBeenCalledTimes(2));
  const [first, second] = posted.mock.calls.map(([form]) => form);
  expect(second).toEqual({ ...first, ceiling: '3' });
});

test.each<[TestResult, RegExp]>([
  [{ kind: 'not_enough_credits', missing: 2 }, /need 2 credits more/],
  [{ kind: 'nobody', excluded: { opted_out: 1 } }, /Opted out: 1/],
  [{ kind: 'invalid', problems: [{ message: 'The text has 11 parts.' }] }, /11 parts/],
  [{ kind: 'not_your_number' }, /test numbers have changed/],
  [{ kind: 'busy' }, /still being prepared/],
])('an answer that sent nothing says why: %o', async (answer, words) => {
  open([answer]);
  await userEvent.click(await send());
  expect(await screen.findByText(words)).toBeVisible();
});

test('changes that were not saved are saved first', async () => {
  open([sent], {}, true);
  expect(await screen.findByText(/Save your changes first/)).toBeVisible();
  expect(await send()).toHaveAttribute('aria-disabled', 'true');
});

test('a shop without test numbers is led to its settings', async () => {
  open([sent], { numbers: [] });
  expect(await screen.findByRole('link', { name: 'Add it in the settings' })).toHaveAttribute(
    'href',
    '/app/settings',
  );
});
