import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderAt } from '../../test/support/render-page.tsx';
import { AppPage } from './AppPage.tsx';

function open() {
  let answer: () => void = () => {};
  const slow = new Promise<null>((resolve) => {
    answer = () => resolve(null);
  });
  const { router } = renderAt('/app', <AppPage title="Campaigns" />, {}, [
    { path: '/app/credits', element: <p>the next page</p>, loader: () => slow },
  ]);
  return { go: () => router.navigate('/app/credits'), answer: () => answer() };
}

test('a page gives way to a skeleton when the next one is slow to come', async () => {
  const { go, answer } = open();
  const arrived = go();
  expect(screen.getByRole('heading', { name: 'Campaigns' })).toBeVisible();
  expect(await screen.findByRole('status', { name: 'Loading' })).toBeVisible();
  answer();
  await arrived;
  expect(await screen.findByText('the next page')).toBeVisible();
});

test('a page stays as it is until a quick next one is there', async () => {
  const { go, answer } = open();
  answer();
  await go();
  await waitFor(() => expect(screen.getByText('the next page')).toBeVisible());
  expect(screen.queryByRole('status')).not.toBeInTheDocument();
});
