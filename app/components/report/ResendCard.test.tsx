import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { ResendCard } from './ResendCard.tsx';

test('the card says who may be without the text and why, and a double click presses once', async () => {
  const posted = vi.fn();
  renderAt(
    '/app/campaigns/7/report',
    <ResendCard
      offer={{ states: ['unknown', 'presumed_not_sent'], unknown: 1, presumedNotSent: 1200, notSent: 0 }}
    />,
    {
      // Never answers, as while the server works.
      action: async ({ request }) => {
        posted(Object.fromEntries(await request.formData()));
        return new Promise<never>(() => {});
      },
    },
  );
  expect(screen.getByText(/^1 person: the carrier has not said/)).toBeVisible();
  expect(screen.getByText(/^1,200 people: presumed not to have been texted/)).toBeVisible();
  expect(screen.queryByText(/certainly not texted/)).not.toBeInTheDocument();
  await userEvent.dblClick(screen.getByRole('button', { name: 'Text them again' }));
  await waitFor(() => expect(posted).toHaveBeenCalledExactlyOnceWith({ intent: 'resend' }));
});
