import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import type { MergeField } from '../../core/contacts/merge-fields.ts';
import { MergeFields } from './MergeFields.tsx';

function open(begin: MergeField[] = []) {
  const changed = vi.fn();
  function Page() {
    const [fields, setFields] = useState(begin);
    return (
      <MergeFields
        fields={fields}
        error={undefined}
        onChange={(next) => {
          changed(next);
          setFields(next);
        }}
      />
    );
  }
  renderInPolaris(<Page />);
  return changed;
}

test('a metafield is made a merge tag, and what is wrong with it is said when it is left', async () => {
  const changed = open();
  await userEvent.click(screen.getByRole('button', { name: 'Add a merge tag' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Merge tag' }), 'birthday');
  await userEvent.selectOptions(
    screen.getByRole('combobox', { name: 'What it shows' }),
    'A metafield of the customer',
  );
  const key = screen.getByRole('textbox', { name: 'Metafield' });
  await userEvent.type(key, 'birthday');
  await userEvent.tab();
  expect(screen.getByText('Write the metafield as namespace.key, as in custom.birthday.')).toBeVisible();
  await userEvent.clear(key);
  await userEvent.type(key, 'custom.birthday');
  expect(changed).toHaveBeenLastCalledWith([{ tag: 'birthday', source: 'custom.birthday' }]);
  expect(key).toBeValid();
});

test('a name that every shop has is refused, and a tag is taken away again', async () => {
  const changed = open([{ tag: '', source: 'city' }]);
  await userEvent.type(screen.getByRole('textbox', { name: 'Merge tag' }), 'first_name');
  await userEvent.tab();
  expect(screen.getByText(/is a tag already/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Remove the merge tag first_name' }));
  expect(changed).toHaveBeenLastCalledWith([]);
});
