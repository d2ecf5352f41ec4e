import { useFetcher } from '@remix-run/react';
import { Autocomplete, Icon } from '@shopify/polaris';
import { SearchIcon } from '@shopify/polaris-icons';
import { useEffect, useRef, useState } from 'react';
import type { ChosenSegment } from '../../../core/campaigns/audience.ts';
import { audienceTexts as t } from '../../texts/audience.ts';

/** Long enough to finish a word, short enough to feel immediate. */
const PAUSE_MS = 300;

type Found = { segments: ChosenSegment[]; from: 'shopify' | 'memory' | 'no_access' };
type Props = {
  label: string;
  chosen: ChosenSegment | undefined;
  onChoose: (segment: ChosenSegment) => void;
  error?: string | undefined;
};

/** Chooses a segment of Shopify by its name. */
export function SegmentPicker({ label, chosen, onChoose, error }: Props) {
  // Undefined while nothing is being searched for: then the field shows what is chosen.
  const [typed, setTyped] = useState<string>();
  const { load, data, state } = useFetcher<Found>();
  const ask = useRef(load);
  ask.current = load;
  const search = typed?.trim();
  useEffect(() => {
    if (search === undefined) {
      return undefined;
    }
    const timer = setTimeout(
      () => ask.current(`/app/audience/segments?${new URLSearchParams({ search })}`),
      search === '' ? 0 : PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [search]);
  const segments = data?.segments ?? [];
  const name = chosen?.name ?? '';
  const note = { shopify: undefined, memory: t.segmentsFromMemory, no_access: t.segmentsNoAccess };
  return (
    <Autocomplete
      options={segments.map((one) => ({ value: one.id, label: one.name }))}
      selected={chosen === undefined ? [] : [chosen.id]}
      onSelect={([id]) => {
        const segment = segments.find((one) => one.id === id);
        if (segment !== undefined) {
          onChoose(segment);
        }
        setTyped(undefined);
      }}
      loading={state !== 'idle'}
      emptyState={state === 'idle' && data !== undefined ? t.noSegment : null}
      textField={
        <Autocomplete.TextField
          label={label}
          value={typed ?? name}
          placeholder={name === '' ? t.segmentSearch : name}
          onChange={setTyped}
          onFocus={() => setTyped('')}
          onBlur={() => setTyped(undefined)}
          prefix={<Icon source={SearchIcon} />}
          helpText={note[data?.from ?? 'shopify']}
          error={error ?? false}
          autoComplete="off"
          spellCheck={false}
        />
      }
    />
  );
}
