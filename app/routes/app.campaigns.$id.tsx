import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { useEffect } from 'react';
import { showToast } from '../components/app-bridge.ts';
import { CampaignEditor } from '../components/editor/CampaignEditor.tsx';
import { byField } from '../components/editor/campaign-form.ts';
import { refusalText } from '../components/texts/common.ts';
import { editorTexts as t } from '../components/texts/editor.ts';
import { reviewProblems } from '../core/campaigns/campaign-events.ts';
import { readId } from '../core/read-id.ts';
import { campaignToEdit, editorSurroundings } from '../features/campaigns/campaign-editor-page.server.ts';
import { campaignNotFound } from '../features/campaigns/campaign-not-found.server.ts';
import { editCampaign } from '../features/campaigns/edit-campaign.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readForm } from '../platform/action-body.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor, redirect } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const campaign = campaignId === undefined ? undefined : await campaignToEdit(shopId, campaignId);
  if (campaign === undefined) {
    throw campaignNotFound(shopId, campaignId);
  }
  if (!['draft', 'preparing', 'quoted'].includes(campaign.status)) {
    throw redirect(`/app/campaigns/${campaignId}/report`);
  }
  const surroundings = await editorSurroundings(shopId);
  noteAccess({ shopId, actor }, { what: 'preview', numbers: shownPeople(surroundings.samples) });
  return { campaignId, campaign, ...surroundings };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, redirect } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const result =
    campaignId === undefined
      ? { kind: 'not_found' as const }
      : await editCampaign(shopId, campaignId, await readForm(request));
  switch (result.kind) {
    case 'saved':
      return { saved: true };
    case 'review_requested':
      return redirect(`/app/campaigns/${result.campaignId}/review`);
    case 'invalid':
      return { problems: byField(result.problems) };
    case 'rejected':
      return { refusal: refusalText(result.reason) };
    default:
      throw campaignNotFound(shopId, campaignId);
  }
}

export default function EditCampaign() {
  const { campaignId, campaign, shop, samples, knownTags, countries, languages, lists } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useEffect(() => {
    if (answer !== undefined && 'saved' in answer) {
      showToast(t.saved);
    }
  }, [answer]);
  const why = reviewProblems.find((problem) => problem === campaign.problem) ?? 'nobody_to_text';
  return (
    <CampaignEditor
      title={campaign.values.name}
      campaignId={campaignId}
      initial={campaign.values}
      shop={shop}
      samples={samples}
      knownTags={knownTags}
      countries={countries}
      languages={languages}
      lists={lists}
      reviewed={campaign.status !== 'draft'}
      reviewProblem={campaign.problem === null ? null : { why, url: `/app/campaigns/${campaignId}/review` }}
      problems={answer !== undefined && 'problems' in answer ? answer.problems : undefined}
      refusal={answer !== undefined && 'refusal' in answer ? answer.refusal : undefined}
    />
  );
}
