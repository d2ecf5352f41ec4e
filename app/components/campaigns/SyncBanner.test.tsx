import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import { SyncBanner } from './SyncBanner.tsx';

test.each([
  ['never', 'Reading your customers'],
  ['running', '1,234 so far'],
  ['failed', 'could not be read from Shopify to the end'],
  ['denied', 'does not let Sendbook read your customers'],
])('while the status is %s the page says so', (status, words) => {
  renderInPolaris(<SyncBanner status={status} count={1234} />);
  expect(screen.getAllByText(new RegExp(words)).length).toBeGreaterThan(0);
});

test('once everybody is read there is nothing to say', () => {
  renderInPolaris(<SyncBanner status="done" count={1234} />);
  expect(screen.queryByText(/customers/)).toBeNull();
});
