import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { AppPage } from '../components/AppPage.tsx';
import { campaignUrl } from '../components/campaigns/CampaignsTable.tsx';
import { ContactsTable } from '../components/contacts/ContactsTable.tsx';
import { TableCard } from '../components/TableCard.tsx';
import { exclusionTexts } from '../components/texts/common.ts';
import { reviewTexts as t } from '../components/texts/review.ts';
import { useQuery } from '../components/use-query.ts';
import { exclusionReasons } from '../core/campaigns/audience.ts';
import { readCursor } from '../core/keyset.ts';
import { readId } from '../core/read-id.ts';
import { campaignNotFound } from '../features/campaigns/campaign-not-found.server.ts';
import { leftOutPage } from '../features/campaigns/left-out-page.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

const reasonSchema = z.enum(exclusionReasons);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const reason = reasonSchema.safeParse(params.reason);
  if (!reason.success) {
    throw new Response(t.noSuchReason, { status: 404 });
  }
  const cursor = readCursor(new URL(request.url).searchParams);
  const page =
    campaignId === undefined
      ? undefined
      : await heavyPage(request, shopId, () =>
          leftOutPage(shopId, campaignId, { reason: reason.data, cursor }),
        );
  if (campaignId === undefined || page === undefined) {
    throw campaignNotFound(shopId, campaignId);
  }
  noteAccess({ shopId, actor }, { what: 'left_out_list', numbers: shownPeople(page.rows) });
  return { campaignId, reason: reason.data, ...page };
}

/** Who does not get a campaign, for one reason. */
export default function LeftOut() {
  const { campaignId, reason, campaign, rows, cursors } = useLoaderData<typeof loader>();
  const query = useQuery();
  const { label, meaning } = exclusionTexts[reason];
  // A review that found nobody leaves a draft, and its list is on the review page all the same.
  const back =
    campaign.status === 'draft'
      ? `/app/campaigns/${campaignId}/review`
      : campaignUrl(campaignId, campaign.status);
  return (
    <AppPage
      title={t.leftOutTitle}
      subtitle={campaign.name}
      backAction={{ content: campaign.name, url: back }}
    >
      <TableCard title={label} note={meaning}>
        <ContactsTable contacts={rows} cursors={cursors} query={query} empty={t.leftOutEmpty} />
      </TableCard>
    </AppPage>
  );
}
