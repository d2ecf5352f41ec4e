import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { type CaseRow, CasesTable } from './CasesTable.tsx';
import { PersonData } from './PersonData.tsx';

const row = (change: Partial<CaseRow>): CaseRow => ({
  id: 1,
  kind: 'data_request',
  status: 'open',
  urgency: 'in_time',
  receivedAt: '2026-11-01T10:00:00.000Z',
  dueAt: '2026-12-01T10:00:00.000Z',
  doneAt: null,
  contacts: [{ id: 7, name: 'Maria', erased: false }],
  found: 1,
  ...change,
});

test('an open request is downloaded and marked as done; a late one says so', async () => {
  const onDone = vi.fn();
  renderAt(
    '/app/privacy',
    <CasesTable cases={[row({ urgency: 'overdue' })]} timeZone="UTC" closing={undefined} onDone={onDone} />,
  );
  expect(screen.getByText('Overdue')).toBeVisible();
  expect(screen.getByText('1 Dec 2026')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Download to read' })).toBeEnabled();
  await userEvent.click(screen.getByRole('button', { name: 'Mark as done' }));
  expect(onDone).toHaveBeenCalledExactlyOnceWith(1);
});

test('an erasure works by itself, so that nobody can close it by hand', () => {
  renderAt(
    '/app/privacy',
    <CasesTable
      cases={[row({ kind: 'customer_redact' })]}
      timeZone="UTC"
      closing={undefined}
      onDone={() => {}}
    />,
  );
  expect(screen.getByText('Being erased')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Mark as done' })).not.toBeInTheDocument();
});

test('a person is erased only after the merchant has read what that means', async () => {
  const posted = vi.fn();
  renderAt('/app/contacts/7', <PersonData contactId={7} />, {}, [
    {
      path: '/app/contacts/7/erase',
      action: () => {
        posted();
        return { erased: true };
      },
    },
  ]);
  await userEvent.click(screen.getByRole('button', { name: 'Erase this person' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText('This cannot be undone.')).toBeVisible();
  expect(posted).not.toHaveBeenCalled();
  await userEvent.click(dialog.getByRole('button', { name: 'Erase this person' }));
  await waitFor(() => expect(posted).toHaveBeenCalledOnce());
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});
