import { Badge, type BadgeProps } from '@shopify/polaris';
import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import { stateTexts } from '../texts/common.ts';

const TONES: Readonly<Record<RecipientState, NonNullable<BadgeProps['tone']> | undefined>> = {
  queued: undefined,
  sending: 'info',
  handed_over: 'info',
  delivered: 'success',
  failed: 'critical',
  no_report: 'warning',
  refused: 'critical',
  left_out: undefined,
  unknown: 'attention',
  presumed_not_sent: 'warning',
  not_sent: undefined,
};

/** Where a text is, in a word; the colour only repeats it. */
export function StateBadge({ state }: { state: RecipientState }) {
  const tone = TONES[state];
  return <Badge {...(tone === undefined ? {} : { tone })}>{stateTexts[state].label}</Badge>;
}
