import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Badge, Banner, BlockStack, InlineStack, Layout, Text } from '@shopify/polaris';
import { z } from 'zod';
import { AppPage } from '../components/AppPage.tsx';
import { campaignUrl } from '../components/campaigns/CampaignsTable.tsx';
import { StatusBadge } from '../components/campaigns/StatusBadge.tsx';
import { DownloadButton } from '../components/DownloadButton.tsx';
import { formatDateTime } from '../components/formats.ts';
import { CampaignControls } from '../components/report/CampaignControls.tsx';
import { ClicksCard } from '../components/report/ClicksCard.tsx';
import { CodesBanner } from '../components/report/CodesBanner.tsx';
import { CountsTable } from '../components/report/CountsTable.tsx';
import { CreditsTable } from '../components/report/CreditsTable.tsx';
import { controlAnswer } from '../components/report/control-answer.ts';
import { refreshEvery, textedOf, waitingOf } from '../components/report/counts.ts';
import { Progress } from '../components/report/Progress.tsx';
import { RecipientsTable } from '../components/report/RecipientsTable.tsx';
import { ResendCard } from '../components/report/ResendCard.tsx';
import { LeftOutTable } from '../components/review/ReviewSummary.tsx';
import { Section } from '../components/Section.tsx';
import { commonTexts } from '../components/texts/common.ts';
import { reportTexts as t } from '../components/texts/report.ts';
import { useLivePage } from '../components/use-live-page.ts';
import { useQuery } from '../components/use-query.ts';
import { recipientStates } from '../core/delivery/recipient-state.ts';
import { readCursor } from '../core/keyset.ts';
import { readId } from '../core/read-id.ts';
import { campaignNotFound } from '../features/campaigns/campaign-not-found.server.ts';
import { campaignRecipients } from '../features/campaigns/campaign-recipients.server.ts';
import { campaignReport } from '../features/campaigns/campaign-report-page.server.ts';
import { resendCampaign } from '../features/campaigns/resend-campaign.server.ts';
import { cancelCampaign, pauseCampaign, resumeCampaign } from '../features/campaigns/stop-campaign.server.ts';
import { codesInMaking } from '../features/discounts/codes-in-making.server.ts';
import { readClicks } from '../features/links/read-clicks.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readForm } from '../platform/action-body.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

const querySchema = z.object({
  state: z.enum(recipientStates).nullable().catch(null),
  phone: z.string().trim().max(50).catch(''),
});

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor, redirect } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const report = campaignId === undefined ? undefined : await campaignReport(shopId, campaignId);
  if (campaignId === undefined || report === undefined) {
    throw campaignNotFound(shopId, campaignId);
  }
  if (['draft', 'preparing', 'quoted'].includes(report.status)) {
    throw redirect(campaignUrl(campaignId, report.status));
  }
  const search = new URL(request.url).searchParams;
  const query = querySchema.parse(Object.fromEntries(search));
  const { recipients, clicks, codes } = await heavyPage(request, shopId, async () => ({
    recipients: await campaignRecipients(shopId, campaignId, {
      ...query,
      country: report.country,
      cursor: readCursor(search),
    }),
    clicks: await readClicks(shopId, campaignId),
    codes: await codesInMaking(shopId, campaignId),
  }));
  // The page looks again by itself every few seconds.
  noteAccess(
    { shopId, actor },
    { what: 'recipient_list', numbers: shownPeople(recipients.rows), again: true },
  );
  return { campaignId, report, recipients, clicks, codes };
}

const controls = { pause: pauseCampaign, resume: resumeCampaign, cancel: cancelCampaign } as const;
const intentSchema = z.enum(['pause', 'resume', 'cancel', 'resend']);

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, redirect } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const intent = intentSchema.safeParse((await readForm(request)).get('intent'));
  if (!intent.success) {
    throw new Response('This form cannot be read', { status: 400 });
  }
  if (intent.data === 'resend') {
    const resent =
      campaignId === undefined ? { kind: 'not_found' as const } : await resendCampaign(shopId, campaignId);
    switch (resent.kind) {
      case 'drafted':
        return redirect(campaignUrl(resent.campaignId, resent.status));
      case 'nobody':
        return { refused: t.resendNobody };
      default:
        throw campaignNotFound(shopId, campaignId);
    }
  }
  const result =
    campaignId === undefined
      ? { kind: 'not_found' as const }
      : await controls[intent.data](shopId, campaignId);
  if (result.kind === 'not_found') {
    throw campaignNotFound(shopId, campaignId);
  }
  return controlAnswer(intent.data, result);
}

/** What became of every text, while it happens and afterwards. */
export default function Report() {
  const { campaignId, report, recipients, clicks, codes } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { counts, status } = report;
  const query = useQuery();
  useLivePage(refreshEvery(status, counts, report.settling));
  const url = `/app/campaigns/${campaignId}/report`;

  return (
    <AppPage
      title={report.name}
      titleMetadata={
        <InlineStack gap="200">
          {report.testOf === null ? null : <Badge tone="info">{commonTexts.test}</Badge>}
          <StatusBadge status={status} />
        </InlineStack>
      }
      subtitle={timeLine(report)}
      backAction={
        report.testOf === null
          ? { content: 'Campaigns', url: '/app' }
          : { content: t.tested, url: `/app/campaigns/${report.testOf}/review` }
      }
    >
      <BlockStack gap="400">
        {report.carrierBlocked ? <Banner tone="warning">{t.carrierBlocked}</Banner> : null}
        {answer !== undefined && 'refused' in answer ? (
          <Banner tone="warning">{answer.refused}</Banner>
        ) : null}
        {report.overturned > 0 ? <Banner tone="info">{t.overturned(report.overturned)}</Banner> : null}
        <CodesBanner status={status} codes={codes} />
        <CampaignControls status={status} pauseReason={report.pauseReason} waiting={waitingOf(counts)} />
        <Progress counts={counts} credits={report.credits} />
        <Layout>
          <Layout.Section>
            <Section title={t.counts}>
              <Text as="p" tone="subdued">
                {t.whom(report.whom)}
              </Text>
              <CountsTable counts={counts} urlOf={(state) => `${url}?state=${state}`} />
            </Section>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <Section title={t.credits}>
              <CreditsTable credits={report.credits} />
            </Section>
          </Layout.Section>
        </Layout>
        <ClicksCard clicks={clicks} texted={textedOf(counts)} />
        {report.resend === null ? null : <ResendCard offer={report.resend} />}
        {report.audience > report.recipients ? (
          <Section
            title={t.leftOut}
            aside={
              <DownloadButton
                url={`/app/campaigns/${campaignId}/left-out.csv`}
                fileName={`campaign-${campaignId}-left-out.csv`}
              >
                {t.exportLeftOut}
              </DownloadButton>
            }
          >
            <Text as="p" tone="subdued">
              {t.audienceNote(report.audience, report.recipients)}
            </Text>
            <LeftOutTable
              campaignId={report.testOf === null ? campaignId : null}
              excluded={report.excluded}
              brief
            />
          </Section>
        ) : null}
        <RecipientsTable
          campaignId={campaignId}
          counts={counts}
          recipients={recipients.rows}
          cursors={recipients.cursors}
          phoneProblem={recipients.phoneUnreadable ? t.phoneUnreadable : undefined}
          query={query}
        />
      </BlockStack>
    </AppPage>
  );
}

type Times = {
  scheduledFor: string | null;
  startedAt: string | null;
  endedAt: string | null;
  timeZone: string;
};

function timeLine({ scheduledFor, startedAt, endedAt, timeZone }: Times): string {
  const lines = [
    scheduledFor === null || startedAt !== null || endedAt !== null
      ? ''
      : t.scheduledFor(formatDateTime(scheduledFor, timeZone)),
    startedAt === null ? '' : `${t.started} ${formatDateTime(startedAt, timeZone)}`,
    endedAt === null ? '' : `${t.ended} ${formatDateTime(endedAt, timeZone)}`,
  ];
  return lines.filter((line) => line !== '').join(' · ');
}
