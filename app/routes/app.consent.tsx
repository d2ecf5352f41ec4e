import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { BlockStack } from '@shopify/polaris';
import { useEffect } from 'react';
import { AppPage } from '../components/AppPage.tsx';
import { showToast } from '../components/app-bridge.ts';
import { NotTold } from '../components/consent/NotTold.tsx';
import { RepliesToJudge } from '../components/consent/RepliesToJudge.tsx';
import { WordingForm } from '../components/consent/WordingForm.tsx';
import { consentTexts as t } from '../components/texts/consent.ts';
import { contactsTexts } from '../components/texts/contacts.ts';
import { changeConsentPage } from '../features/consent/change-consent-page.server.ts';
import { consentPage } from '../features/consent/consent-page.server.ts';
import { noteAccess } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readForm } from '../platform/action-body.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const page = await consentPage(shopId);
  noteAccess({ shopId, actor }, { what: 'consent_page', numbers: page.toJudge.length + page.notTold.length });
  return page;
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const answer = await changeConsentPage(shopId, await readForm(request), actor);
  if (answer.kind === 'unreadable' || answer.kind === 'not_found') {
    throw new Response(null, { status: answer.kind === 'unreadable' ? 400 : 404 });
  }
  return answer;
}

const NONE: [] = [];

/** What waits for a decision, what Shopify could not be told, and what customers are asked. */
export default function Consent() {
  const { toJudge, notTold, wording, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  useEffect(() => {
    if (answer?.kind === 'saved') {
      showToast(t.saved);
    } else if (answer?.kind === 'retried') {
      showToast(t.triedAgain);
    }
  }, [answer]);
  return (
    <AppPage
      title={t.title}
      subtitle={t.intro}
      backAction={{ content: contactsTexts.title, url: '/app/contacts' }}
    >
      <BlockStack gap="400">
        <RepliesToJudge replies={toJudge} timeZone={timeZone} />
        <NotTold rows={notTold} />
        <WordingForm
          wording={wording}
          problems={answer?.kind === 'invalid' ? answer.problems : NONE}
          saving={navigation.formData?.get('intent') === 'wording'}
          timeZone={timeZone}
        />
      </BlockStack>
    </AppPage>
  );
}
