import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { CampaignEditor } from '../components/editor/CampaignEditor.tsx';
import { byField } from '../components/editor/campaign-form.ts';
import { refusalText } from '../components/texts/common.ts';
import { editorTexts as t } from '../components/texts/editor.ts';
import { editorSurroundings } from '../features/campaigns/campaign-editor-page.server.ts';
import { editCampaign } from '../features/campaigns/edit-campaign.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { textToBeginWith } from '../features/templates/template-pages.server.ts';
import { readForm } from '../platform/action-body.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const [surroundings, begin] = await Promise.all([
    editorSurroundings(shopId),
    textToBeginWith(shopId, new URL(request.url).searchParams),
  ]);
  noteAccess({ shopId, actor }, { what: 'preview', numbers: shownPeople(surroundings.samples) });
  return { ...surroundings, body: begin?.body ?? '' };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, redirect } = await authenticateAdmin(request);
  const result = await editCampaign(shopId, null, await readForm(request));
  switch (result.kind) {
    case 'saved':
      return redirect(`/app/campaigns/${result.campaignId}`);
    case 'review_requested':
      return redirect(`/app/campaigns/${result.campaignId}/review`);
    case 'invalid':
      return { problems: byField(result.problems) };
    case 'rejected':
      return { refusal: refusalText(result.reason) };
    default:
      throw new Error('a new campaign was not found');
  }
}

/** A campaign that does not exist yet: the first Save makes it. */
export default function NewCampaign() {
  const { shop, samples, knownTags, countries, languages, lists, body } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <CampaignEditor
      title={t.newTitle}
      initial={{ name: '', body, sender: shop.sender ?? '', audience: { kind: 'everyone' } }}
      shop={shop}
      samples={samples}
      knownTags={knownTags}
      countries={countries}
      languages={languages}
      lists={lists}
      reviewed={false}
      reviewProblem={null}
      problems={answer !== undefined && 'problems' in answer ? answer.problems : undefined}
      refusal={answer !== undefined && 'refusal' in answer ? answer.refusal : undefined}
    />
  );
}
