import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Layout } from '@shopify/polaris';
import { AppPage } from '../components/AppPage.tsx';
import { StatusBadge } from '../components/campaigns/StatusBadge.tsx';
import { BalanceAfter } from '../components/review/BalanceAfter.tsx';
import { FromWhom } from '../components/review/FromWhom.tsx';
import { Preparing } from '../components/review/Preparing.tsx';
import { Cost, LeftOutTable, WhoGetsIt } from '../components/review/ReviewSummary.tsx';
import { SampleTexts } from '../components/review/SampleTexts.tsx';
import { SendForm } from '../components/review/SendForm.tsx';
import { sendAnswer } from '../components/review/send-answer.ts';
import { Section } from '../components/Section.tsx';
import { SendTest } from '../components/test-send/SendTest.tsx';
import { refusalText } from '../components/texts/common.ts';
import { editorTexts } from '../components/texts/editor.ts';
import { reviewTexts as t } from '../components/texts/review.ts';
import { useLivePage } from '../components/use-live-page.ts';
import { reviewProblems } from '../core/campaigns/campaign-events.ts';
import { mayGetItTwice } from '../core/campaigns/decide.ts';
import { readId } from '../core/read-id.ts';
import { campaignNotFound } from '../features/campaigns/campaign-not-found.server.ts';
import { campaignReview } from '../features/campaigns/campaign-review-page.server.ts';
import { sendCampaign } from '../features/campaigns/send-campaign.server.ts';
import { noteAccess } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readForm } from '../platform/action-body.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor, redirect } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const review =
    campaignId === undefined
      ? undefined
      : await heavyPage(request, shopId, () => campaignReview(shopId, campaignId));
  if (campaignId === undefined || review === undefined) {
    throw campaignNotFound(shopId, campaignId);
  }
  if (review.status === 'draft' && review.problem === null) {
    throw redirect(`/app/campaigns/${campaignId}`);
  }
  if (!['draft', 'preparing', 'quoted'].includes(review.status)) {
    throw redirect(`/app/campaigns/${campaignId}/report`);
  }
  noteAccess({ shopId, actor }, { what: 'preview', numbers: review.personal, again: true });
  return { campaignId, ...review };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, redirect } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const result =
    campaignId === undefined
      ? { kind: 'not_found' as const }
      : await sendCampaign(shopId, campaignId, await readForm(request));
  switch (result.kind) {
    case 'not_found':
      throw campaignNotFound(shopId, campaignId);
    case 'unreadable':
      throw new Response('This form cannot be read', { status: 400 });
    case 'no_time':
    case 'rejected':
      return sendAnswer(result);
    default:
      return redirect(`/app/campaigns/${campaignId}/report`);
  }
}

const PREPARING_MS = 1000;

/** The last look before Send: who gets it, who not and why, and the most it can cost. */
export default function Review() {
  const review = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { campaignId, status, name, audience, recipients, excluded, ceiling, available } = review;
  useLivePage(status === 'preparing' ? PREPARING_MS : null);
  const page = {
    title: t.title(name),
    titleMetadata: <StatusBadge status={status} />,
    backAction: { content: t.edit, url: `/app/campaigns/${campaignId}` },
    secondaryActions: [{ content: t.edit, url: `/app/campaigns/${campaignId}` }],
  };

  if (status === 'preparing') {
    return (
      <AppPage {...page}>
        <Preparing />
      </AppPage>
    );
  }
  if (recipients === 0) {
    const unknown = reviewProblems.find((one) => one === review.problem && !one.startsWith('nobody_'));
    return (
      <AppPage {...page}>
        <BlockStack gap="400">
          <Banner tone="warning" title={unknown === undefined ? t.nobody : t.unknownAudience}>
            {unknown === undefined ? t.nobodyBody(audience) : editorTexts.reviewFailed[unknown]}
          </Banner>
          {Object.keys(excluded).length === 0 ? null : (
            <Section title={t.whoGetsIt}>
              <LeftOutTable campaignId={campaignId} excluded={excluded} />
            </Section>
          )}
        </BlockStack>
      </AppPage>
    );
  }
  return (
    <AppPage {...page}>
      <Layout>
        {answer?.refusal === undefined ? null : (
          <Layout.Section variant="fullWidth">
            <Banner tone="critical">{answer.refusal}</Banner>
          </Layout.Section>
        )}
        {review.frozen && answer?.refusal === undefined ? (
          <Layout.Section variant="fullWidth">
            <Banner tone="warning">{refusalText('subscription_frozen')}</Banner>
          </Layout.Section>
        ) : null}
        <Layout.Section>
          <BlockStack gap="400">
            <WhoGetsIt
              campaignId={campaignId}
              whom={review.whom}
              audience={audience}
              recipients={recipients}
              excluded={excluded}
              lines={review.lines}
            />
            <Cost lines={review.lines} recipients={recipients} ceiling={ceiling} />
            <FromWhom from={review.from} lines={review.lines} />
            <SampleTexts samples={review.samples} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <BalanceAfter campaignId={campaignId} available={available} ceiling={ceiling} />
            <SendForm
              version={review.version}
              recipients={recipients}
              ceiling={ceiling}
              enoughCredits={available >= ceiling}
              frozen={review.frozen}
              risk={review.resend !== null && mayGetItTwice(review) > 0 ? review.resend : null}
              timeZone={review.timeZone}
              today={review.today}
              whenProblem={answer?.when}
            />
            <SendTest campaignId={campaignId} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </AppPage>
  );
}
