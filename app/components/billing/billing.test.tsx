import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAt, renderInPolaris } from '../../../test/support/render-page.tsx';
import { packsOn } from '../../core/billing/price-list.ts';
import { BuyCredits } from './BuyCredits.tsx';
import { billingAnswer } from './billing-answer.ts';
import { ReturnBanner } from './ReturnBanner.tsx';

test('a pack says what it costs, and a double click buys once', async () => {
  const posted = vi.fn();
  renderAt(
    '/app/credits',
    <BuyCredits
      packs={packsOn('2026-11-24', 'EUR', 'starter')}
      commandId="press"
      back="/app/campaigns/7/review"
    />,
    {
      // Never answers, as while Shopify is asked.
      action: async ({ request }) => {
        posted(Object.fromEntries(await request.formData()));
        return new Promise<never>(() => {});
      },
    },
  );
  await userEvent.dblClick(screen.getByRole('button', { name: 'Buy 2,000 credits for €91.20' }));
  await waitFor(() =>
    expect(posted).toHaveBeenCalledExactlyOnceWith({
      intent: 'buy',
      credits: '2000',
      commandId: 'press',
      back: '/app/campaigns/7/review',
    }),
  );
});

const line = {
  id: 1,
  at: '2026-11-24T10:00:00Z',
  kind: 'pack',
  credits: 500,
  price: { cents: 2_500, currency: 'EUR' },
  problem: null,
  test: false,
  url: null,
} as const;

test.each([
  ['credited', '500 credits added'],
  ['pending', 'Waiting for Shopify'],
  ['declined', 'You declined the purchase'],
  ['expired', 'The purchase was not approved in time'],
] as const)('a purchase that is %s is told in plain words', (status, title) => {
  renderInPolaris(<ReturnBanner returned={{ of: 'purchase', line: { ...line, status } }} />);
  expect(screen.getByText(title)).toBeVisible();
});

test('what was refused says what it means for her money', () => {
  expect(billingAnswer({ kind: 'no_answer' }).refusal).toContain('nothing was charged');
  expect(billingAnswer({ kind: 'invalid', problem: 'threshold' }).threshold).toBeTruthy();
  expect(billingAnswer({ kind: 'changed' })).toEqual({ done: true });
});
