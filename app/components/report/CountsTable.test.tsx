import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import { CountsTable } from './CountsTable.tsx';
import { CreditsTable } from './CreditsTable.tsx';
import { refreshEvery, waitingOf } from './counts.ts';

test('every recipient stands in one row, and the rows add up', () => {
  renderInPolaris(
    <CountsTable
      counts={{ delivered: 700, failed: 62, unknown: 50, left_out: 0, queued: 188 }}
      urlOf={(state) => `/report?state=${state}`}
    />,
  );
  const table = screen.getByRole('table', { name: 'Recipients by state' });
  const rows = within(table).getAllByRole('row').slice(1);
  const numbers = rows.map((row) => within(row).getAllByRole('cell')[0]?.textContent);
  expect(within(table).getByRole('rowheader', { name: /Delivered/ })).toBeVisible();
  expect(within(table).queryByText('Left out')).not.toBeInTheDocument();
  expect(numbers).toEqual(['188', '700', '62', '50', 'All 1,000 people of this campaign']);
  expect(within(table).getByRole('link', { name: 'Failed' })).toHaveAttribute('href', '/report?state=failed');
});

test('the credits table shows what came back and what it costs in the end', () => {
  renderInPolaris(
    <CreditsTable credits={{ quoted: 1000, held: 100, spent: 850, released: 50, refunded: 30 }} />,
  );
  expect(screen.getByText('−30')).toBeVisible();
  expect(screen.getByText('820')).toBeVisible();
});

test('a page looks again each second while texts leave, slower for reports, and never when all is final', () => {
  expect(refreshEvery('sending', { queued: 1, delivered: 5 }, false)).toBe(1000);
  expect(refreshEvery('sending', { handed_over: 5 }, false)).toBe(3000);
  expect(refreshEvery('paused', { queued: 5 }, false)).toBe(3000);
  expect(refreshEvery('scheduled', { queued: 5 }, false)).toBe(10_000);
  expect(refreshEvery('completed', { delivered: 5, failed: 1 }, false)).toBeNull();
  expect(refreshEvery('cancelled', { not_sent: 5 }, false)).toBeNull();
  expect(refreshEvery('completed', { failed: 1 }, true)).toBe(3000);
  expect(waitingOf({ queued: 2, sending: 3, delivered: 9 })).toBe(5);
});
