import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import { CodesBanner } from './CodesBanner.tsx';

test('while codes are made, it says how many there are', () => {
  renderInPolaris(<CodesBanner status="sending" codes={{ failed: false, made: 250, people: 1000 }} />);
  expect(screen.getByText(/250 of 1,000/)).toBeVisible();
});

test('codes that failed are told before the campaign’s minute, and later by its pause', () => {
  const codes = { failed: true, made: 0, people: 1000 };
  const { unmount } = renderInPolaris(<CodesBanner status="scheduled" codes={codes} />);
  expect(screen.getByText(/could not be made/)).toBeVisible();
  unmount();
  renderInPolaris(<CodesBanner status="paused" codes={codes} />);
  expect(screen.queryByText(/could not be made/)).not.toBeInTheDocument();
});

test('a campaign that waits for no codes has nothing to say', () => {
  renderInPolaris(<CodesBanner status="sending" codes={null} />);
  expect(screen.queryByText(/codes/i)).not.toBeInTheDocument();
});
