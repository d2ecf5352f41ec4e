import { Banner } from '@shopify/polaris';
import type { SubscriptionStatus } from '../../core/billing/subscription.ts';
import { billingTexts as t } from '../texts/billing.ts';
import type { PurchaseLine } from './PurchasesTable.tsx';

export type Returned =
  | { of: 'purchase'; line: PurchaseLine }
  | { of: 'subscription'; status: SubscriptionStatus }
  | null;

/** What became of the purchase, or of the plan, that she has just decided about in Shopify. */
export function ReturnBanner({ returned }: { returned: Returned }) {
  if (returned === null) {
    return null;
  }
  if (returned.of === 'subscription') {
    const good = returned.status === 'active';
    return <Banner tone={good ? 'success' : 'info'}>{t.subscription[returned.status]}</Banner>;
  }
  const { status, problem, credits } = returned.line;
  switch (status) {
    case 'credited':
      return (
        <Banner tone="success" title={t.creditedTitle(credits)}>
          {t.credited}
        </Banner>
      );
    case 'asking':
    case 'pending':
      return (
        <Banner tone="info" title={t.pendingTitle}>
          <div aria-live="polite">{t.pending}</div>
        </Banner>
      );
    case 'declined':
      return (
        <Banner tone="info" title={t.declinedTitle}>
          {t.declined}
        </Banner>
      );
    case 'expired':
      return (
        <Banner tone="info" title={t.expiredTitle}>
          {t.declined}
        </Banner>
      );
    case 'refused':
      return (
        <Banner tone="warning" title={t.refusedTitle}>
          {problem === null ? null : t.problems[problem]}
        </Banner>
      );
    default:
      return status satisfies never;
  }
}

/** Something may still change by itself. */
export const isWaiting = (returned: Returned): boolean =>
  returned !== null &&
  ['asking', 'pending'].includes(returned.of === 'purchase' ? returned.line.status : returned.status);
