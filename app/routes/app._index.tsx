import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Box, Card } from '@shopify/polaris';
import { z } from 'zod';
import { AppPage } from '../components/AppPage.tsx';
import { CampaignsTable } from '../components/campaigns/CampaignsTable.tsx';
import { SyncBanner } from '../components/campaigns/SyncBanner.tsx';
import { AttentionBanner } from '../components/consent/AttentionBanner.tsx';
import { EmptyCard } from '../components/EmptyCard.tsx';
import { FilterTabs } from '../components/FilterTabs.tsx';
import { SearchField } from '../components/SearchField.tsx';
import { campaignsTexts as t } from '../components/texts/campaigns.ts';
import { useLivePage } from '../components/use-live-page.ts';
import { useQuery } from '../components/use-query.ts';
import { readCursor } from '../core/keyset.ts';
import { campaignFilters, campaignListPage } from '../features/campaigns/campaign-list-page.server.ts';
import { consentAttention } from '../features/consent/consent-page.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

const querySchema = z.object({
  status: z.enum(campaignFilters).catch(''),
  search: z.string().trim().max(200).catch(''),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const params = new URL(request.url).searchParams;
  const { status, search } = querySchema.parse(Object.fromEntries(params));
  const [page, attention] = await Promise.all([
    heavyPage(request, shopId, () =>
      campaignListPage(shopId, { filter: status, search, cursor: readCursor(params) }),
    ),
    consentAttention(shopId),
  ]);
  return { ...page, attention };
}

const LIVE_MS = 5000;

/** Campaigns: the first page of the app. */
export default function Campaigns() {
  const { rows, cursors, shop, attention } = useLoaderData<typeof loader>();
  const query = useQuery();
  const syncing = shop.syncStatus === 'running' || shop.syncStatus === 'never';
  const moving = rows.some(({ status }) => status === 'sending' || status === 'preparing');
  useLivePage(syncing || moving ? LIVE_MS : null);
  const unfiltered = ['status', 'search', 'after', 'before'].every((name) => query.get(name) === '');
  const create = { content: t.create, url: '/app/campaigns/new' };

  if (rows.length === 0 && unfiltered) {
    return (
      <AppPage title={t.title}>
        <BlockStack gap="400">
          <SyncBanner status={shop.syncStatus} count={shop.syncCount} />
          <AttentionBanner {...attention} />
          <EmptyCard heading={t.emptyHeading} body={t.emptyBody} action={create} />
        </BlockStack>
      </AppPage>
    );
  }
  return (
    <AppPage title={t.title} primaryAction={create}>
      <BlockStack gap="400">
        <SyncBanner status={shop.syncStatus} count={shop.syncCount} />
        <AttentionBanner {...attention} />
        <Card padding="0">
          <FilterTabs
            options={[
              { value: '', label: t.all },
              { value: 'running', label: t.running },
              { value: 'scheduled', label: t.scheduled },
              { value: 'drafts', label: t.drafts },
              { value: 'ended', label: t.ended },
            ]}
            selected={query.get('status')}
            onSelect={(status) => query.set({ status })}
          />
          <Box padding="300">
            <SearchField
              label={t.search}
              value={query.get('search')}
              onSearch={(search) => query.set({ search }, true)}
            />
          </Box>
          <CampaignsTable campaigns={rows} cursors={cursors} timeZone={shop.timeZone} query={query} />
        </Card>
      </BlockStack>
    </AppPage>
  );
}
