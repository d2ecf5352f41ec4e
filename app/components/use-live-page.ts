import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef } from 'react';

/**
 * Loads the page's data again every `everyMs` after the last answer; null: not at all. Rests while the tab is hidden
 * and catches up when it is shown again.
 */
export function useLivePage(everyMs: number | null): void {
  const { state, revalidate } = useRevalidator();
  const latest = useRef(revalidate);
  latest.current = revalidate;
  useEffect(() => {
    if (everyMs === null || state !== 'idle') {
      return undefined;
    }
    const timer = setTimeout(() => {
      if (!document.hidden) {
        latest.current();
      }
    }, everyMs);
    const onShown = () => {
      if (!document.hidden) {
        latest.current();
      }
    };
    document.addEventListener('visibilitychange', onShown);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onShown);
    };
  }, [everyMs, state]);
}
