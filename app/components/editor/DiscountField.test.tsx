import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import type { Discount } from '../../core/discounts/discount.ts';
import { DiscountField } from './DiscountField.tsx';

function open(initial?: Discount, error?: string) {
  const changed = vi.fn();
  function Held() {
    const [discount, setDiscount] = useState(initial);
    return (
      <DiscountField
        discount={discount}
        error={error}
        onChange={(value) => {
          changed(value);
          setDiscount(value);
        }}
        onLeave={() => {}}
      />
    );
  }
  renderAt('/app', <Held />);
  return changed;
}

test('a campaign has no discount until one is chosen, and none again when she changes her mind', async () => {
  const changed = open();
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: 'A percentage off the order' }));
  expect(changed).toHaveBeenLastCalledWith({ prefix: 'SALE', kind: 'percentage', value: 10, endsOn: null });
  await userEvent.click(screen.getByRole('radio', { name: 'No discount' }));
  expect(changed).toHaveBeenLastCalledWith(undefined);
});

test('a code is shown as it will look', async () => {
  open({ prefix: '', kind: 'percentage', value: 10, endsOn: null });
  await userEvent.type(screen.getByRole('textbox', { name: 'Codes begin with' }), 'may');
  expect(screen.getByText(/A code looks like MAY-XXXXXXX/)).toBeVisible();
});

test('an amount may be written with a comma; what is no number is not taken for one', async () => {
  const changed = open({ prefix: 'MAY', kind: 'amount', value: 5, endsOn: null });
  const amount = screen.getByRole('textbox', { name: 'Amount off, in your shop’s currency' });
  await userEvent.clear(amount);
  expect(changed).toHaveBeenLastCalledWith(expect.objectContaining({ value: Number.NaN }));
  await userEvent.type(amount, '4,50');
  expect(changed).toHaveBeenLastCalledWith(expect.objectContaining({ value: 4.5 }));
});

test('what is wrong with it stands below it', () => {
  open(undefined, 'The text has {{ discount_code }}.');
  expect(screen.getByText('The text has {{ discount_code }}.')).toBeVisible();
});
