import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { ConsentHistory } from './ConsentHistory.tsx';
import { Replies } from './Replies.tsx';

const at = '2026-11-24T10:00:00.000Z';

test('each entry says what was said, how, to which words and by whom', () => {
  renderAt(
    '/app/contacts/1',
    <ConsentHistory
      timeZone="UTC"
      wordings={{ 2: 'Yes, text me offers.' }}
      entries={[
        {
          kind: 'withdrawn',
          source: 'merchant',
          toldBy: 'phone',
          by: '901',
          position: 2,
          at,
          evidence: null,
        },
        {
          kind: 'given',
          source: 'confirmation_link',
          level: 'CONFIRMED_OPT_IN',
          wording: 2,
          by: null,
          position: 1,
          at,
          evidence: { kind: 'text', campaignId: 7, ordinal: 3 },
        },
      ]}
    />,
  );
  const [no, yes] = screen.getAllByRole('row').slice(1);
  if (no === undefined || yes === undefined) {
    throw new Error('two rows were expected');
  }
  for (const words of ['Opted out', 'Recorded by you', 'By phone', 'Staff member 901 of your shop']) {
    expect(within(no).getByText(words)).toBeVisible();
  }
  for (const words of ['Agreed to texts', 'Confirmed opt-in', 'Wording 2', '“Yes, text me offers.”']) {
    expect(within(yes).getByText(words)).toBeVisible();
  }
  expect(within(yes).getByRole('link', { name: 'By the link in the confirmation text' })).toHaveAttribute(
    'href',
    '/app/campaigns/7/recipients/3',
  );
});

test('without an event it says that there is no yes', () => {
  renderAt('/app/contacts/1', <ConsentHistory timeZone="UTC" wordings={{}} entries={[]} />);
  expect(screen.getByText(/Nothing was recorded/)).toBeVisible();
});

test('a reply is shown as she wrote it, and one whose words are not hers to show says so', () => {
  renderAt(
    '/app/contacts/1',
    <Replies
      timeZone="UTC"
      replies={[
        { id: 2, at, text: '<b>STOP</b>', meaning: 'stop', decision: null },
        { id: 1, at, text: null, meaning: 'suspected_stop', decision: 'texts_go_on' },
      ]}
    />,
  );
  expect(screen.getByText('<b>STOP</b>')).toBeVisible();
  expect(screen.getByText('Opt-out')).toBeVisible();
  expect(screen.getByText(/Its words are not shown/)).toBeVisible();
  expect(screen.getByText('Not an opt-out')).toBeVisible();
});
