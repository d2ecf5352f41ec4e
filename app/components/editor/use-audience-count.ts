import { useFetcher } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { ChosenAudience } from '../../core/campaigns/audience.ts';
import type { AudienceCount } from './AudienceField.tsx';
import { tagsOf } from './campaign-form.ts';

/** How many customers an audience has now; undefined while the answer is on its way. */
export function useAudienceCount(audience: ChosenAudience): AudienceCount | undefined {
  const { load, data, state } = useFetcher<AudienceCount>();
  const tags = tagsOf(audience).join('\n');
  const ask = useRef(load);
  ask.current = load;
  useEffect(() => {
    if (audience.kind === 'unresolved' || (audience.kind === 'tags' && tags === '')) {
      return;
    }
    const query = new URLSearchParams(tags === '' ? [] : tags.split('\n').map((tag) => ['tag', tag]));
    ask.current(`/app/audience/count?${query}`);
  }, [audience.kind, tags]);
  return state === 'idle' ? data : undefined;
}
