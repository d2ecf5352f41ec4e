import { useFetcher } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { ChosenAudience } from '../../core/campaigns/audience.ts';
import type { AudienceCount } from '../../core/campaigns/audience-count.ts';
import { audienceProblem } from './audience/audience-problem.ts';

/** Long enough to finish a number, short enough to feel immediate. */
const PAUSE_MS = 300;

/** How many customers an audience has now; undefined while the answer is on its way. */
export function useAudienceCount(audience: ChosenAudience): AudienceCount | undefined {
  const { load, data, state } = useFetcher<AudienceCount>();
  const asked = JSON.stringify(audience);
  const isCounted = audience.kind !== 'unresolved' && audienceProblem(audience) === undefined;
  const ask = useRef(load);
  ask.current = load;
  useEffect(() => {
    if (!isCounted) {
      return undefined;
    }
    const timer = setTimeout(
      () => ask.current(`/app/audience/count?${new URLSearchParams({ audience: asked })}`),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [asked, isCounted]);
  return state === 'idle' ? data : undefined;
}
