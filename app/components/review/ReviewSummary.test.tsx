import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import { BalanceAfter } from './BalanceAfter.tsx';
import { Cost, WhoGetsIt } from './ReviewSummary.tsx';

test('the review says who gets it, and leads to a list for each reason not to', () => {
  renderInPolaris(
    <WhoGetsIt
      campaignId={7}
      audience={1000}
      recipients={812}
      excluded={{ opted_out: 100, landline: 88, duplicate_number: 0 }}
      lines={[{ country: 'GR', parts: 1, recipients: 812, credits: 812, fallbacks: 40 }]}
    />,
  );
  expect(screen.getByText('812 people of 1,000 in the audience will get this text.')).toBeVisible();
  expect(screen.getByText(/40 people have no value for a merge tag/)).toBeVisible();
  const table = screen.getByRole('table');
  expect(within(table).getByRole('link', { name: 'Opted out' })).toHaveAttribute(
    'href',
    '/app/campaigns/7/left-out/opted_out',
  );
  expect(within(table).getByText('88')).toBeVisible();
  expect(within(table).queryByText('Same number as somebody else')).not.toBeInTheDocument();
});

test('the cost stands by country and parts, with the most it can be', () => {
  renderInPolaris(
    <Cost
      lines={[
        { country: 'GR', parts: 1, recipients: 800, credits: 800 },
        { country: 'DE', parts: 2, recipients: 12, credits: 72 },
      ]}
      recipients={812}
      ceiling={872}
    />,
  );
  expect(screen.getByRole('rowheader', { name: 'Germany' })).toBeVisible();
  expect(screen.getByText('The most this can cost is 872 credits.')).toBeVisible();
});

test('the balance after is shown when it suffices', () => {
  renderInPolaris(<BalanceAfter campaignId={7} available={1000} ceiling={872} />);
  expect(screen.getByText('128')).toBeVisible();
  expect(screen.queryByRole('link')).not.toBeInTheDocument();
});

test('missing credits are counted, and the way to them is shown', () => {
  renderInPolaris(<BalanceAfter campaignId={7} available={800} ceiling={872} />);
  expect(screen.getByText(/You need 72 credits more/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Buy credits' })).toHaveAttribute(
    'href',
    '/app/credits?back=/app/campaigns/7/review',
  );
});
