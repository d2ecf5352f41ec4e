import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef } from 'react';

/**
 * Loads the page's data again every `everyMs`; null: not at all. Rests while the tab is hidden and catches up when it
 * is shown again. A load that takes longer than that is not overtaken by the next.
 *
 * By an interval, not by a timer after each answer: an answer that comes within one render leaves no trace in the
 * revalidator's state, and the next timer would never be set.
 */
export function useLivePage(everyMs: number | null): void {
  const revalidator = useRevalidator();
  const latest = useRef(revalidator);
  latest.current = revalidator;
  useEffect(() => {
    if (everyMs === null) {
      return undefined;
    }
    const load = () => {
      if (!document.hidden && latest.current.state === 'idle') {
        latest.current.revalidate();
      }
    };
    const timer = setInterval(load, everyMs);
    document.addEventListener('visibilitychange', load);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', load);
    };
  }, [everyMs]);
}
