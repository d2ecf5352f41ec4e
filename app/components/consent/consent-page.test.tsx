import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { AttentionBanner } from './AttentionBanner.tsx';
import { NotTold } from './NotTold.tsx';
import { RepliesToJudge } from './RepliesToJudge.tsx';
import { WordingForm } from './WordingForm.tsx';

const at = '2026-11-24T10:00:00.000Z';

/** The page's action, which remembers what was posted. */
function remembering() {
  const posted = vi.fn();
  const action = async ({ request }: { request: Request }) => {
    posted(Object.fromEntries(await request.formData()));
    return null;
  };
  return { posted, action };
}

test('a reply is judged by one press, with her words beside the buttons', async () => {
  const { posted, action } = remembering();
  renderAt(
    '/app/consent',
    <RepliesToJudge
      timeZone="UTC"
      replies={[{ id: 7, at, text: 'please stop texting me', who: { contactId: 3, name: 'Maria' } }]}
    />,
    { action },
  );
  expect(screen.getByText('please stop texting me')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Maria' })).toHaveAttribute('href', '/app/contacts/3');
  await userEvent.click(screen.getByRole('button', { name: 'Not an opt-out' }));
  await waitFor(() =>
    expect(posted).toHaveBeenCalledExactlyOnceWith({ intent: 'judge', id: '7', decision: 'texts_go_on' }),
  );
});

test('what Shopify could not be told has its reason and one button to try again', async () => {
  const { posted, action } = remembering();
  renderAt(
    '/app/consent',
    <NotTold rows={[{ contactId: 3, name: '', state: 'unsubscribed', problem: 'internal_error' }]} />,
    { action },
  );
  expect(screen.getByText('Shopify had an error of its own.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(posted).toHaveBeenCalledExactlyOnceWith({ intent: 'retry' }));
});

test('when everything is told there is nothing to press', () => {
  renderAt('/app/consent', <NotTold rows={[]} />);
  expect(screen.getByText('Shopify knows all of it.')).toBeVisible();
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

test('the confirmation text is asked for only where customers are asked twice, and problems stand at their fields', async () => {
  const { posted, action } = remembering();
  renderAt(
    '/app/consent',
    <WordingForm
      wording={{
        text: 'Text me.',
        doubleOptIn: false,
        confirmation: 'Yes? {{ opt_out_link }}',
        version: 2,
        since: at,
      }}
      problems={[{ field: 'text', message: 'Write what customers agree to.' }]}
      saving={false}
      timeZone="UTC"
    />,
    { action },
  );
  expect(screen.getByText(/^Version 2, since/)).toBeVisible();
  expect(screen.getByText('Write what customers agree to.')).toBeVisible();
  expect(screen.queryByLabelText('Confirmation text')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('checkbox'));
  expect(screen.getByLabelText('Confirmation text')).toHaveValue('Yes? {{ opt_out_link }}');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(posted).toHaveBeenCalledExactlyOnceWith({
      intent: 'wording',
      text: 'Text me.',
      confirmation: 'Yes? {{ opt_out_link }}',
      doubleOptIn: 'true',
    }),
  );
});

test('the list of contacts says what waits, and nothing when nothing does', () => {
  const { unmount } = renderAt('/app/contacts', <AttentionBanner toJudge={2} notTold={1} />);
  expect(screen.getByText('2 replies may be opt-outs')).toBeVisible();
  expect(screen.getByText('1 customer’s consent could not be told to Shopify')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Look at them' })).toHaveAttribute('href', '/app/consent');
  unmount();
  renderAt('/app/contacts', <AttentionBanner toJudge={0} notTold={0} />);
  expect(screen.queryByRole('link')).not.toBeInTheDocument();
});
