import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import { PhonePreview } from './PhonePreview.tsx';
import { previewText } from './preview-text.ts';

const samples = [
  { firstName: 'Ελένη', lastName: 'Παππά' },
  { firstName: null, lastName: null },
];

test('the preview shows the sender and the text of the chosen customer', async () => {
  const onChoose = vi.fn();
  renderInPolaris(
    <PhonePreview
      sender="MyShop"
      preview={previewText('Hi {{ first_name | "there" }}!', samples[0], 'My Shop')}
      samples={samples}
      chosen={0}
      onChoose={onChoose}
    />,
  );
  expect(screen.getByText('MyShop')).toBeVisible();
  expect(screen.getByText('Hi Ελένη!')).toBeVisible();
  await userEvent.selectOptions(
    screen.getByRole('combobox', { name: 'Show it as' }),
    'A customer without a name',
  );
  expect(onChoose).toHaveBeenCalledWith(1);
});

test('a customer without the value gets the fallback, and without one is said to be left out', () => {
  expect(previewText('Hi {{ first_name | "there" }}!', samples[1], 'My Shop')).toEqual({ text: 'Hi there!' });
  expect(previewText('Hi {{ first_name }}!', samples[1], 'My Shop')).toEqual({
    problem: expect.stringContaining('no first name'),
  });
});

test('a merge tag that cannot be read is no text', () => {
  expect(previewText('Hi {{ first_name !', samples[0], 'My Shop')).toEqual({
    problem: expect.stringContaining('cannot be read'),
  });
});

test('before anything is written the phone says so', () => {
  renderInPolaris(
    <PhonePreview sender="" preview={{ text: '' }} samples={[]} chosen={0} onChoose={() => {}} />,
  );
  expect(screen.getByText('Your text appears here.')).toBeVisible();
  expect(screen.getByText(/No customer has subscribed yet/)).toBeVisible();
});
