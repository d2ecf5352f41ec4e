import { Banner, Text } from '@shopify/polaris';
import { campaignsTexts as t } from '../texts/campaigns.ts';

/** While the shop's customers are read for the first time, and when that failed. */
export function SyncBanner({ status, count }: { status: string; count: number }) {
  if (status === 'running' || status === 'never') {
    return (
      <Banner tone="info" title={t.syncTitle}>
        <div aria-live="polite">
          <Text as="p">{t.syncing(count)}</Text>
        </div>
      </Banner>
    );
  }
  if (status === 'denied') {
    return (
      <Banner tone="warning" title={t.syncDeniedTitle}>
        <Text as="p">{t.syncDenied}</Text>
      </Banner>
    );
  }
  return status === 'failed' ? <Banner tone="warning">{t.syncFailed}</Banner> : null;
}
