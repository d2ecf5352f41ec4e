import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderAt } from '../../test/support/render-page.tsx';
import { AppPage } from './AppPage.tsx';

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  let answer: () => void = () => {};
  const slow = new Promise<null>((resolve) => {
    answer = () => resolve(null);
  });
  const { router } = renderAt('/app', <AppPage title="Campaigns" />, {}, [
    { path: '/app/credits', element: <p>the next page</p>, loader: () => slow },
  ]);
  return { router, answer };
}

test('a page stays while the next one comes quickly, and gives way to a skeleton when it does not', async () => {
  const { router, answer } = open();
  void act(() => router.navigate('/app/credits'));
  await act(() => vi.advanceTimersByTimeAsync(200));
  expect(screen.getByRole('heading', { name: 'Campaigns' })).toBeVisible();
  await act(() => vi.advanceTimersByTimeAsync(200));
  expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible();
  answer();
  expect(await screen.findByText('the next page')).toBeVisible();
});
