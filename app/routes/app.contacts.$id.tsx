import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack } from '@shopify/polaris';
import { useEffect } from 'react';
import { AppPage } from '../components/AppPage.tsx';
import { showToast } from '../components/app-bridge.ts';
import { ConsentBadge } from '../components/contacts/ConsentBadge.tsx';
import { ConsentHistory } from '../components/contacts/ConsentHistory.tsx';
import { phoneText } from '../components/contacts/ContactsTable.tsx';
import { RecordOptOut } from '../components/contacts/RecordOptOut.tsx';
import { Replies } from '../components/contacts/Replies.tsx';
import { TextsToContact } from '../components/contacts/TextsToContact.tsx';
import { Facts } from '../components/Facts.tsx';
import { countryName, formatDateTime, formatNumber } from '../components/formats.ts';
import { PersonData } from '../components/privacy/PersonData.tsx';
import { Section } from '../components/Section.tsx';
import { TableCard } from '../components/TableCard.tsx';
import { commonTexts } from '../components/texts/common.ts';
import { consentTexts } from '../components/texts/consent.ts';
import { contactsTexts as t } from '../components/texts/contacts.ts';
import { readId } from '../core/read-id.ts';
import { recordOptOut } from '../features/consent/record-opt-out.server.ts';
import { contactPage } from '../features/contacts/contact-page.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readForm } from '../platform/action-body.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const contactId = readId(params.id);
  const contact =
    contactId === undefined
      ? undefined
      : await heavyPage(request, shopId, () => contactPage(shopId, contactId));
  if (contact === undefined) {
    throw new Response(t.notFound, { status: 404 });
  }
  noteAccess(
    { shopId, actor },
    { what: 'contact_page', numbers: shownPeople([contact]), contactId: contact.id },
  );
  return contact;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const contactId = readId(params.id);
  const recorded =
    contactId === undefined
      ? undefined
      : await recordOptOut(shopId, contactId, await readForm(request), actor);
  if (recorded === undefined || recorded.kind === 'not_found') {
    throw new Response(t.notFound, { status: 404 });
  }
  return recorded;
}

/** One customer: her consent, and every text to her. */
export default function Contact() {
  const contact = useLoaderData<typeof loader>();
  const { consent, consentAt, country, tags, texts, history, replies, timeZone } = contact;
  const answer = useActionData<typeof action>();
  useEffect(() => {
    if (answer?.kind === 'recorded') {
      showToast(consentTexts.optedOutToast);
    }
  }, [answer]);
  return (
    <AppPage
      title={contact.erased ? t.erasedTitle : contact.name || commonTexts.noName}
      titleMetadata={<ConsentBadge consent={consent} />}
      backAction={{ content: t.title, url: '/app/contacts' }}
    >
      <BlockStack gap="400">
        {answer === undefined || answer.kind === 'recorded' ? null : (
          <Banner tone="critical">{consentTexts.optOutFailed[answer.kind]}</Banner>
        )}
        <Section
          title={t.facts}
          aside={contact.phone === null || consent === 'unsubscribed' ? undefined : <RecordOptOut />}
        >
          <Facts
            facts={[
              { label: t.phone, value: phoneText(contact) },
              { label: t.consentColumn, value: t.consentMeaning[consent] },
              ...(consentAt === null ? [] : [{ label: t.since, value: formatDateTime(consentAt, timeZone) }]),
              ...(country === null ? [] : [{ label: t.country, value: countryName(country) }]),
              { label: t.orders, value: formatNumber(contact.orders) },
              ...(tags.length === 0 ? [] : [{ label: t.tags, value: tags.join(', ') }]),
            ]}
          />
        </Section>
        <ConsentHistory {...history} timeZone={timeZone} />
        {replies.length === 0 ? null : <Replies replies={replies} timeZone={timeZone} />}
        <TableCard title={t.texts} note={t.textsNote}>
          <TextsToContact texts={texts} timeZone={timeZone} />
        </TableCard>
        {contact.erased ? null : <PersonData contactId={contact.id} />}
      </BlockStack>
    </AppPage>
  );
}
