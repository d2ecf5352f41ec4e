import { Badge } from '@shopify/polaris';
import { privacyTexts as t } from '../texts/privacy.ts';

export type CaseState = {
  kind: keyof typeof t.kinds;
  status: 'open' | 'done' | 'nothing_found';
  urgency?: 'overdue' | 'soon' | 'in_time' | undefined;
};

/** How a request stands; red only when it is late. */
export function CaseBadge({ kind, status, urgency }: CaseState) {
  if (status === 'nothing_found') {
    return <Badge>{t.nothingFound}</Badge>;
  }
  if (status === 'done') {
    return <Badge tone="success">{t.done}</Badge>;
  }
  if (urgency === 'overdue') {
    return <Badge tone="critical">{t.overdue}</Badge>;
  }
  if (urgency === 'soon') {
    return <Badge tone="warning">{t.soon}</Badge>;
  }
  return kind === 'data_request' ? (
    <Badge tone="attention">{t.open}</Badge>
  ) : (
    <Badge tone="info">{t.inProgress}</Badge>
  );
}
