import { useFetcher } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { ChosenAudience } from '../../core/campaigns/audience.ts';
import type { AudienceCount } from '../../core/campaigns/audience-count.ts';
import { audienceProblem } from './audience/audience-problem.ts';

/** Long enough to finish a number, short enough to feel immediate. */
const PAUSE_MS = 300;

/** When it is asked again after others of the shop were being counted. */
const AGAIN_MS = 2_000;

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
    const timer = setTimeout(() => ask.current(addressOf(asked)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [asked, isCounted]);
  const busy = state === 'idle' && data?.kind === 'busy';
  useEffect(() => {
    if (!busy || !isCounted) {
      return undefined;
    }
    const timer = setTimeout(() => ask.current(addressOf(asked)), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [busy, asked, isCounted]);
  return state === 'idle' && !busy ? data : undefined;
}

const addressOf = (audience: string): string => `/app/audience/count?${new URLSearchParams({ audience })}`;
