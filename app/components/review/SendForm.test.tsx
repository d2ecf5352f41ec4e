import { fireEvent, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { SendForm } from './SendForm.tsx';
import { sendAnswer } from './send-answer.ts';

const form: ComponentProps<typeof SendForm> = {
  version: 4,
  recipients: 812,
  ceiling: 1024,
  enoughCredits: true,
  frozen: false,
  risk: null,
  timeZone: 'Europe/Athens',
  today: '2026-11-24',
  whenProblem: undefined,
};

function open(props: Partial<typeof form> = {}) {
  const posted = vi.fn();
  renderAt('/app/campaigns/7/review', <SendForm {...form} {...props} />, {
    // Never answers, as while the server works.
    action: async ({ request }) => {
      posted(Object.fromEntries(await request.formData()));
      return new Promise<never>(() => {});
    },
  });
  return posted;
}

test('Send says how many people and credits it is about, and can be pressed once', async () => {
  const posted = open();
  const button = screen.getByRole('button', { name: 'Send to 812 people for up to 1,024 credits' });
  await userEvent.dblClick(button);
  await waitFor(() => expect(posted).toHaveBeenCalled());
  expect(button).toHaveAttribute('aria-disabled', 'true');
  expect(posted).toHaveBeenCalledExactlyOnceWith({ intent: 'send', version: '4', when: 'now' });
});

test('a chosen time is posted as it was written, and read on the shop’s clocks', async () => {
  const posted = open();
  await userEvent.click(screen.getByRole('radio', { name: 'At a time you choose' }));
  await userEvent.type(screen.getByLabelText('Date'), '2026-11-27');
  await userEvent.type(screen.getByLabelText('Time'), '10:00');
  expect(screen.getByText('In your shop’s time zone, Europe/Athens.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: /^Schedule for 812 people/ }));
  await waitFor(() =>
    expect(posted).toHaveBeenCalledWith({
      intent: 'send',
      version: '4',
      when: 'later',
      date: '2026-11-27',
      time: '10:00',
    }),
  );
});

test('without enough credits nothing can be sent', () => {
  const posted = open({ enoughCredits: false });
  const button = screen.getByRole('button', { name: /^Send to/ });
  expect(button).toHaveAttribute('aria-disabled', 'true');
  fireEvent.submit(button);
  expect(posted).not.toHaveBeenCalled();
});

test('while the plan is on hold nothing can be sent', () => {
  const posted = open({ frozen: true });
  const button = screen.getByRole('button', { name: /^Send to/ });
  fireEvent.submit(button);
  expect(button).toHaveAttribute('aria-disabled', 'true');
  expect(posted).not.toHaveBeenCalled();
});

test('a resend says who may get it twice, and is not sent before that was accepted', async () => {
  const posted = open({ risk: { unknown: 3, presumedNotSent: 40 } });
  expect(screen.getByText('43 people may already have got this text')).toBeVisible();
  expect(screen.getByText(/For 3 people the carrier never said/)).toBeVisible();
  expect(screen.getByText(/For 40 people no trace/)).toBeVisible();
  const button = screen.getByRole('button', { name: /^Send to 812 people/ });
  expect(button).toHaveAttribute('aria-disabled', 'true');
  fireEvent.submit(button);
  expect(posted).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('checkbox', { name: 'I understand that some may get it twice' }));
  await userEvent.click(button);
  await waitFor(() =>
    expect(posted).toHaveBeenCalledExactlyOnceWith({
      intent: 'send',
      version: '4',
      when: 'now',
      riskAccepted: 'yes',
    }),
  );
});

test('a refusal says what it means and what to do', () => {
  expect(sendAnswer({ kind: 'rejected', reason: 'not_enough_credits', missingCredits: 72 })).toEqual({
    refusal: 'You need 72 credits more, so nothing was sent.',
  });
  expect(sendAnswer({ kind: 'rejected', reason: 'start_in_the_past' })).toEqual({
    when: 'That time has passed. Choose a later one.',
  });
  expect(sendAnswer({ kind: 'no_time', problem: 'gap' }).when).toContain('The clocks change');
});
