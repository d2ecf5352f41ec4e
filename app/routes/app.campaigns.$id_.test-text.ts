import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { readId } from '../core/read-id.ts';
import { campaignNotFound } from '../features/campaigns/campaign-not-found.server.ts';
import { readTestForm, sendTest } from '../features/campaigns/send-test.server.ts';
import { testOffer } from '../features/campaigns/test-offer.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readForm } from '../platform/action-body.server.ts';

/** What a campaign's test can be: the phones, what a part to each costs, and the text. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const offer = campaignId === undefined ? undefined : await testOffer(shopId, campaignId);
  if (offer === undefined) {
    throw campaignNotFound(shopId, campaignId);
  }
  noteAccess({ shopId, actor }, { what: 'preview', numbers: shownPeople(offer.samples) });
  return Response.json(offer);
}

/** Sends it. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const command = readTestForm(await readForm(request));
  if (command === undefined) {
    throw new Response('This form cannot be read', { status: 400 });
  }
  const result =
    campaignId === undefined ? { kind: 'not_found' as const } : await sendTest(shopId, campaignId, command);
  if (result.kind === 'not_found') {
    throw campaignNotFound(shopId, campaignId);
  }
  return Response.json(result);
}
