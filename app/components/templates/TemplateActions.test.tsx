import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import type { TemplateAnswer } from './SaveAsTemplate.tsx';
import { TemplateActions } from './TemplateActions.tsx';

function open(props: { body?: string; name?: string } = {}, answer: TemplateAnswer = { saved: 4 }) {
  const onUse = vi.fn();
  const posted = vi.fn();
  renderAt(
    '/app/campaigns/new',
    <TemplateActions body={props.body ?? ''} name={props.name ?? ''} onUse={onUse} />,
    {},
    [
      {
        path: '/app/templates',
        children: [
          {
            index: true,
            loader: () => ({ templates: [{ id: 3, name: 'Easter', body: 'Happy Easter!' }] }),
            action: async ({ request }) => {
              posted(Object.fromEntries(await request.formData()));
              return answer;
            },
          },
        ],
      },
    ],
  );
  return { onUse, posted };
}

test('a saved template or a starter text becomes the text', async () => {
  const { onUse } = open();
  await userEvent.click(screen.getByRole('button', { name: 'Use a template' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Use this text: “Easter”' }));
  expect(onUse).toHaveBeenCalledExactlyOnceWith('Happy Easter!');

  await userEvent.click(screen.getByRole('button', { name: 'Use a template' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Ελληνικά' }));
  await userEvent.click(screen.getByRole('button', { name: 'Use this text: “Εκπτώσεις”' }));
  expect(onUse).toHaveBeenLastCalledWith(expect.stringContaining('οι εκπτώσεις ξεκίνησαν'));
});

test('that a template takes the place of what was written is said before', async () => {
  open({ body: 'Hi!' });
  await userEvent.click(screen.getByRole('button', { name: 'Use a template' }));
  expect(await screen.findByText(/takes the place of the text that you have written/)).toBeVisible();
});

test('the text is kept under the campaign’s name, or another one', async () => {
  const { posted } = open({ body: 'Hi!', name: 'Spring' });
  await userEvent.click(screen.getByRole('button', { name: 'Save as template' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('Spring');
  await userEvent.type(dialog.getByRole('textbox', { name: 'Name' }), ' sale');
  await userEvent.click(dialog.getByRole('button', { name: 'Save template' }));
  await waitFor(() => expect(posted).toHaveBeenCalledExactlyOnceWith({ name: 'Spring sale', body: 'Hi!' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});

test('a name that is taken is said at the name, and the dialog stays', async () => {
  const taken = 'You have a template with this name. Choose another one.';
  open({ body: 'Hi!', name: 'Spring' }, { problems: [{ field: 'name', message: taken }] });
  await userEvent.click(screen.getByRole('button', { name: 'Save as template' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Save template' }));
  expect(await screen.findByText(taken)).toBeVisible();
  expect(screen.getByRole('textbox', { name: 'Name' })).toBeInvalid();
});

test('without a text there is nothing to save', () => {
  open();
  expect(screen.getByRole('button', { name: 'Save as template' })).toHaveAttribute('aria-disabled', 'true');
});
