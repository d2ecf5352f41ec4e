import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { expectNoise } from '../../test/setup/noise.ts';
import { renderAt } from '../../test/support/render-page.tsx';
import { PageError } from './PageError.tsx';

const broken = (loader: () => never) =>
  renderAt('/app/campaigns/9', <p>never</p>, { loader, errorElement: <PageError /> });

test('what does not exist is said in its own words, with a way back', async () => {
  broken(() => {
    throw new Response('This campaign does not exist in your shop', { status: 404 });
  });
  expect(
    await screen.findByRole('heading', { name: 'This campaign does not exist in your shop' }),
  ).toBeVisible();
  expect(screen.getByRole('link', { name: 'Back to campaigns' })).toHaveAttribute('href', '/app');
});

test('a page that failed says that nothing was sent, and can be tried again', async () => {
  broken(() => {
    throw new Error('the database is down');
  });
  expect(await screen.findByText(/no text was sent because of this/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeEnabled();
  expect(screen.queryByText(/database/)).not.toBeInTheDocument();
});

test('an answer of Shopify’s own goes on to the frame', async () => {
  expectNoise(/./);
  const { router } = renderAt('/app', <p>never</p>, {}, [
    {
      path: '/outer',
      errorElement: <p>the frame</p>,
      children: [
        {
          path: 'page',
          element: <p>never</p>,
          loader: () => {
            throw new Response('<script>…</script>', { status: 401 });
          },
          errorElement: <PageError />,
        },
      ],
    },
  ]);
  await act(() => router.navigate('/outer/page'));
  expect(await screen.findByText('the frame')).toBeVisible();
});
