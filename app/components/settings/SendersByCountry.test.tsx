import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import { SendersByCountry } from './SendersByCountry.tsx';
import type { CountrySender } from './settings-form.ts';

function open(begin: CountrySender[] = [], error?: string) {
  const changed = vi.fn();
  function Page() {
    const [senders, setSenders] = useState(begin);
    return (
      <SendersByCountry
        senders={senders}
        error={error}
        onChange={(next) => {
          changed(next);
          setSenders(next);
        }}
      />
    );
  }
  renderInPolaris(<Page />);
  return changed;
}

async function add(country: string): Promise<HTMLElement> {
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Country' }), country);
  await userEvent.click(screen.getByRole('button', { name: 'Add' }));
  return screen.getByRole('textbox', { name: country });
}

test('a country is added with what it takes, and its sender is typed at once', async () => {
  const changed = open();
  const field = await add('United States');
  expect(field).toHaveFocus();
  expect(screen.getByText(/Only a number of 3 to 14 digits/)).toBeVisible();
  await userEvent.keyboard('18005550100');
  expect(changed).toHaveBeenLastCalledWith([{ country: 'US', sender: '18005550100' }]);
  expect(field).toBeValid();
});

test('a name where only numbers are taken is refused while it is typed, with the reason', async () => {
  open();
  const field = await add('United States');
  await userEvent.type(field, 'My');
  expect(field).toBeValid();
  await userEvent.type(field, 'Shop');
  expect(screen.getByText(/Carriers there refuse texts from a name/)).toBeVisible();
});

test('a name is taken elsewhere, with a word where it must be registered', async () => {
  open();
  const field = await add('Italy');
  expect(screen.getByText(/a name that is registered with the carriers there/)).toBeVisible();
  await userEvent.type(field, 'MyShop');
  await userEvent.tab();
  expect(field).toBeValid();
});

test('what more typing could cure is said when the field is left', async () => {
  open();
  const field = await add('Cyprus');
  await userEvent.type(field, 'ab');
  expect(screen.queryByText(/too short/)).not.toBeInTheDocument();
  await userEvent.tab();
  expect(screen.getByText(/too short/)).toBeVisible();
});

test('a country is offered once, and again after it was removed', async () => {
  const changed = open([
    { country: 'CY', sender: 'ShopCY' },
    { country: 'US', sender: '18005550100' },
  ]);
  expect(screen.queryByRole('option', { name: 'Cyprus' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Remove the sender for Cyprus' }));
  expect(changed).toHaveBeenLastCalledWith([{ country: 'US', sender: '18005550100' }]);
  expect(screen.getByRole('option', { name: 'Cyprus' })).toBeInTheDocument();
});

test('after saving was tried, each field says what is wrong with it', () => {
  open([{ country: 'CY', sender: '' }], 'Correct the sender for Cyprus, or remove it.');
  expect(screen.getByText(/^Write the name or the number/)).toBeVisible();
});

test('what only the server knows is said below them', () => {
  open([{ country: 'CY', sender: 'ShopCY' }], 'The sender for CY: Texts cannot be sent there.');
  expect(screen.getByText('The sender for CY: Texts cannot be sent there.')).toBeVisible();
});
