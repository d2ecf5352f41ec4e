import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { RecordOptOut } from './RecordOptOut.tsx';

test('an opt-out is recorded only after a second press, with how the customer said it', async () => {
  const posted = vi.fn();
  renderAt('/app/contacts/7', <RecordOptOut />, {
    action: async ({ request }) => {
      posted(Object.fromEntries(await request.formData()));
      return null;
    },
  });
  await userEvent.click(screen.getByRole('button', { name: 'Record an opt-out' }));
  expect(posted).not.toHaveBeenCalled();
  await userEvent.selectOptions(screen.getByLabelText('How did the customer say so?'), 'In person');
  await userEvent.click(screen.getByRole('button', { name: 'Stop texts' }));
  await waitFor(() =>
    expect(posted).toHaveBeenCalledExactlyOnceWith({ intent: 'opt-out', toldBy: 'in_person' }),
  );
});
