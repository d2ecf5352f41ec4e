import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { CampaignEditor, type EditorProps } from './CampaignEditor.tsx';

afterEach(() => {
  vi.restoreAllMocks();
});

const editor: EditorProps = {
  title: 'New campaign',
  initial: { name: '', body: '', sender: '', audience: { kind: 'everyone' } },
  shop: {
    name: 'My Shop',
    country: 'GR',
    senders: {},
    optOutLine: 'Stop: {{ opt_out_link }}',
    linkDomain: 'sms.shop.gr',
  },
  samples: [{ id: 1, firstName: 'Maria', lastName: 'Pappas' }],
  knownTags: ['vip', 'wholesale'],
  countries: ['GR', 'US', 'IT'],
  languages: ['el', 'en'],
  lists: [{ id: 4, name: 'Spring fair', members: 120 }],
  reviewed: false,
  reviewProblem: null,
  problems: undefined,
  refusal: undefined,
};

function open(props: Partial<EditorProps> = {}) {
  const posted = vi.fn();
  const counted = vi.fn();
  renderAt(
    '/app/campaigns/new',
    <CampaignEditor {...editor} {...props} />,
    {
      action: async ({ request }) => {
        posted(Object.fromEntries(await request.formData()));
        return null;
      },
    },
    [
      {
        path: '/app/audience/count',
        loader: ({ request }) => {
          counted(JSON.parse(new URL(request.url).searchParams.get('audience') ?? 'null'));
          return {
            kind: 'customers',
            contacts: 1000,
            textable: 612,
            leftOut: { never_asked: 388 },
            beforeSegments: false,
          };
        },
      },
      { path: '/app', element: <p>Campaigns</p> },
    ],
  );
  return { posted, counted };
}

test('nothing is wrong before anything was done', async () => {
  open();
  expect(await screen.findByText(/612 people of 1,000 in this audience can be texted/)).toBeVisible();
  expect(screen.queryByText('Write the text that your customers will get.')).not.toBeInTheDocument();
});

test('Review with empty fields says at each field what is missing and posts nothing', async () => {
  const { posted } = open();
  await userEvent.click(screen.getByRole('button', { name: 'Review' }));
  expect(screen.getByRole('textbox', { name: 'Name' })).toBeInvalid();
  expect(screen.getByRole('textbox', { name: 'Text message' })).toBeInvalid();
  expect(screen.getByRole('textbox', { name: 'Sender' })).toBeInvalid();
  expect(posted).not.toHaveBeenCalled();
});

test('a sender that no more typing can cure is said at once', async () => {
  open();
  await userEvent.type(screen.getByRole('textbox', { name: 'Sender' }), 'My Shop');
  expect(screen.getByText(/A sender can hold no space/)).toBeVisible();
});

test('a merge tag goes where the cursor is, and the phone shows it filled in', async () => {
  open();
  const body = screen.getByRole('textbox', { name: 'Text message' });
  await userEvent.type(body, 'Hi !');
  await userEvent.type(body, '{ArrowLeft}', { initialSelectionStart: 4, initialSelectionEnd: 4 });
  await userEvent.click(screen.getByRole('button', { name: 'First name' }));
  expect(body).toHaveValue('Hi {{ first_name | "there" }}!');
  expect(screen.getByText(/^Hi Maria!\s+Stop: sms.shop.gr\/\w{10}$/)).toBeVisible();
  expect(body).toHaveFocus();
});

test('Review posts what was written', async () => {
  const { posted } = open();
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'Black Friday');
  await userEvent.type(screen.getByRole('textbox', { name: 'Text message' }), 'Sale today');
  await userEvent.type(screen.getByRole('textbox', { name: 'Sender' }), 'MyShop');
  await userEvent.click(screen.getByRole('button', { name: 'Review' }));
  await waitFor(() =>
    expect(posted).toHaveBeenCalledExactlyOnceWith({
      intent: 'review',
      name: 'Black Friday',
      body: 'Sale today',
      sender: 'MyShop',
      audience: '{"kind":"everyone"}',
    }),
  );
});

test('tags are chosen or written, counted, and can be taken away again', async () => {
  // jsdom has no layout, and Polaris opens no list under a field that is not displayed.
  vi.spyOn(HTMLElement.prototype, 'offsetParent', 'get').mockReturnValue(document.body);
  Element.prototype.scrollBy = () => {};
  const { counted } = open();
  await userEvent.click(screen.getByRole('radio', { name: /Customers with any of these tags/ }));
  const tags = screen.getByRole('combobox', { name: 'Tags' });
  act(() => tags.focus());
  await userEvent.click(await screen.findByRole('option', { name: 'vip', hidden: true }));
  await waitFor(() => expect(counted).toHaveBeenLastCalledWith({ kind: 'tags', tags: ['vip'] }));
  act(() => tags.focus());
  await userEvent.keyboard('new one');
  await userEvent.click(await screen.findByRole('option', { name: 'Use “new one”', hidden: true }));
  await waitFor(() => expect(counted).toHaveBeenLastCalledWith({ kind: 'tags', tags: ['vip', 'new one'] }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove vip' }));
  await waitFor(() => expect(counted).toHaveBeenLastCalledWith({ kind: 'tags', tags: ['new one'] }));
});

test('what the server found stands at its field until the field is changed', async () => {
  open({ problems: { name: 'There is another campaign of this name.' } });
  expect(screen.getByText('There is another campaign of this name.')).toBeVisible();
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'x');
  expect(screen.queryByText('There is another campaign of this name.')).not.toBeInTheDocument();
});

test('a review that found nobody leads to its reasons', () => {
  open({ reviewProblem: { why: 'nobody_to_text', url: '/app/campaigns/7/review' } });
  const banner = screen.getByText(/nobody in this audience could be texted/);
  expect(within(banner).getByRole('link', { name: 'See why' })).toHaveAttribute(
    'href',
    '/app/campaigns/7/review',
  );
});

test('a campaign made for an earlier one’s people keeps them, and can go back to them', async () => {
  const audience = { kind: 'unresolved' as const, campaignId: 7, states: ['unknown' as const] };
  const { posted, counted } = open({
    initial: { name: 'Again', body: 'Hi', sender: 'Shop', audience },
  });
  const theirs = screen.getByRole('radio', { name: /People of an earlier campaign/ });
  expect(theirs).toBeChecked();
  expect(counted).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('radio', { name: 'Every customer' }));
  await userEvent.click(theirs);
  await userEvent.click(screen.getByRole('button', { name: 'Review' }));
  await waitFor(() =>
    expect(posted).toHaveBeenCalledWith(expect.objectContaining({ audience: JSON.stringify(audience) })),
  );
});

test('Greek in capitals is offered beside what it costs, shown on the phone, and posted', async () => {
  const { posted } = open({
    initial: {
      name: 'A',
      body: `Έκπτωση ${'α'.repeat(70)}`,
      sender: 'MyShop',
      audience: { kind: 'everyone' },
    },
  });
  expect(screen.getByText(/^2 parts: Έκπτωση/)).toBeVisible();
  expect(screen.getByText(/^1 part: EKΠTΩΣH/)).toBeVisible();
  await userEvent.click(screen.getByRole('radio', { name: 'CAPITALS without accents' }));
  expect(screen.getByText(/^EKΠTΩΣH A+\s+Stop: sms.shop.gr\/\w{10}$/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Review' }));
  await waitFor(() => expect(posted).toHaveBeenCalledWith(expect.objectContaining({ capitals: 'true' })));
});

test('a text without Greek is offered no capitals', () => {
  open({ initial: { name: 'A', body: 'Sale', sender: 'MyShop', audience: { kind: 'everyone' } } });
  expect(screen.queryByRole('radio', { name: 'CAPITALS without accents' })).not.toBeInTheDocument();
});

test('what is added to a text and what becomes of its addresses is said beside it', () => {
  const body = 'See http://shop.gr/x';
  open({ initial: { name: 'A', body, sender: 'MyShop', audience: { kind: 'everyone' } } });
  expect(screen.getByText(/Every text ends with your opt-out line: Stop/)).toBeVisible();
  expect(screen.getByText(/becomes a short link of sms\.shop\.gr/)).toBeVisible();
  expect(screen.getByText(/http:\/\/shop\.gr\/x is not secure/)).toBeVisible();
});

test('a name as the sender is told where it is refused and where it must be registered', async () => {
  open();
  await userEvent.type(screen.getByRole('textbox', { name: 'Sender' }), 'MyShop');
  expect(screen.getByText(/refused in United States\./)).toBeVisible();
  expect(screen.getByText(/In Italy a name must be registered/)).toBeVisible();
});

test('a country that has a sender of its own is told so, and is not said to be refused', () => {
  const senders = { CA: '18005550100', US: '18005550100', IT: 'NegozioIT' };
  open({
    shop: { ...editor.shop, senders },
    initial: { ...editor.initial, sender: 'MyShop' },
  });
  expect(screen.getByText('Customers in Canada and United States see 18005550100 instead.')).toBeVisible();
  expect(screen.getByText('Customers in Italy see NegozioIT instead.')).toBeVisible();
  expect(screen.queryByText(/refused in/)).not.toBeInTheDocument();
  expect(screen.getByText(/In Italy a name must be registered/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Change the senders for countries' })).toHaveAttribute(
    'href',
    '/app/settings',
  );
});
