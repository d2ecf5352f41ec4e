import { act, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderAt, renderInPolaris } from '../../../test/support/render-page.tsx';
import { PhonePreview } from './PhonePreview.tsx';
import { previewText } from './preview-text.ts';

const shop = { name: 'My Shop', optOutLine: '', linkDomain: 'sms.shop.gr' };
const samples = [
  { id: 1, firstName: 'Ελένη', lastName: 'Παππά' },
  { id: 2, firstName: null, lastName: null },
];

beforeEach(() => {
  // jsdom has no layout, and Polaris opens no list under a field that is not displayed.
  vi.spyOn(HTMLElement.prototype, 'offsetParent', 'get').mockReturnValue(document.body);
  Element.prototype.scrollBy = () => {};
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('the preview shows the sender and the text of the chosen customer', async () => {
  const onChoose = vi.fn();
  renderAt(
    '/app/campaigns/new',
    <PhonePreview
      sender="MyShop"
      preview={previewText('Hi {{ first_name | "there" }}!', samples[0], shop)}
      samples={samples}
      chosen={samples[0]}
      onChoose={onChoose}
    />,
  );
  expect(screen.getByText('MyShop')).toBeVisible();
  expect(screen.getByText('Hi Ελένη!')).toBeVisible();
  act(() => screen.getByRole('combobox', { name: 'Show it as' }).focus());
  await userEvent.click(
    await screen.findByRole('option', { name: 'A customer without a name', hidden: true }),
  );
  expect(onChoose).toHaveBeenCalledWith(samples[1]);
});

test('a customer without the value gets the fallback, and without one is said to be left out', () => {
  expect(previewText('Hi {{ first_name | "there" }}!', samples[1], shop)).toEqual({ text: 'Hi there!' });
  expect(previewText('Hi {{ first_name }}!', samples[1], shop)).toEqual({
    problem: expect.stringContaining('no first name'),
  });
});

test('a merge tag that cannot be read is no text', () => {
  expect(previewText('Hi {{ first_name !', samples[0], shop)).toEqual({
    problem: expect.stringContaining('cannot be read'),
  });
});

test('before anything is written the phone says so', () => {
  renderInPolaris(
    <PhonePreview sender="" preview={{ text: '' }} samples={[]} chosen={undefined} onChoose={() => {}} />,
  );
  expect(screen.getByText('Your text appears here.')).toBeVisible();
  expect(screen.getByText(/No customer has subscribed yet/)).toBeVisible();
});

test('any customer is found by name or number, and the text is shown as hers', async () => {
  const searched = vi.fn();
  const onChoose = vi.fn();
  const found = { id: 77, firstName: 'Nikos', lastName: 'Vasileiou', phone: '+30 690 000 0077' };
  renderAt(
    '/app/campaigns/new',
    <PhonePreview
      sender="MyShop"
      preview={{ text: 'Hi' }}
      samples={samples}
      chosen={samples[0]}
      onChoose={onChoose}
    />,
    {},
    [
      {
        path: '/app/preview-contacts',
        loader: ({ request }) => {
          searched(new URL(request.url).searchParams.get('search'));
          return { contacts: [found] };
        },
      },
    ],
  );
  const field = screen.getByRole('combobox', { name: 'Show it as' });
  act(() => field.focus());
  await userEvent.keyboard('nik');
  await userEvent.click(
    await screen.findByRole('option', { name: 'Nikos Vasileiou · +30 690 000 0077', hidden: true }),
  );
  expect(searched).toHaveBeenCalledExactlyOnceWith('nik');
  expect(onChoose).toHaveBeenCalledExactlyOnceWith(found);
});
