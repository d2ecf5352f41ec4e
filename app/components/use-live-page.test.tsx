import { act, screen } from '@testing-library/react';
import { useLoaderData } from 'react-router-dom';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderAt } from '../../test/support/render-page.tsx';
import { useLivePage } from './use-live-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function Page({ everyMs }: { everyMs: number | null }) {
  const loads = useLoaderData();
  useLivePage(everyMs);
  return <p>loaded {String(loads)}</p>;
}

async function open(everyMs: number | null) {
  let loads = 0;
  renderAt('/app', <Page everyMs={everyMs} />, {
    loader: () => {
      loads += 1;
      return loads;
    },
  });
  await act(() => vi.advanceTimersByTimeAsync(0));
}
const after = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

test('a live page loads again and again', async () => {
  await open(1000);
  expect(screen.getByText('loaded 1')).toBeVisible();
  await after(1000);
  await after(1000);
  expect(screen.getByText('loaded 3')).toBeVisible();
});

test('a page at rest does not', async () => {
  await open(null);
  await after(60_000);
  expect(screen.getByText('loaded 1')).toBeVisible();
});

test('a hidden tab rests, and catches up when it is shown', async () => {
  await open(1000);
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  await after(60_000);
  expect(screen.getByText('loaded 1')).toBeVisible();
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event('visibilitychange'));
  await after(0);
  expect(screen.getByText('loaded 2')).toBeVisible();
});
