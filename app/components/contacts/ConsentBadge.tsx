import { Badge } from '@shopify/polaris';
import { contactsTexts as t } from '../texts/contacts.ts';

export type Consent = keyof typeof t.consent;

const TONES = {
  subscribed: 'success',
  pending: 'attention',
  unsubscribed: 'critical',
  never: undefined,
} as const;

export function ConsentBadge({ consent }: { consent: Consent }) {
  const tone = TONES[consent];
  return <Badge {...(tone === undefined ? {} : { tone })}>{t.consent[consent]}</Badge>;
}
