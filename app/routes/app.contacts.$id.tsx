import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack } from '@shopify/polaris';
import { AppPage } from '../components/AppPage.tsx';
import { ConsentBadge } from '../components/contacts/ConsentBadge.tsx';
import { phoneText } from '../components/contacts/ContactsTable.tsx';
import { TextsToContact } from '../components/contacts/TextsToContact.tsx';
import { Facts } from '../components/Facts.tsx';
import { countryName, formatDateTime, formatNumber } from '../components/formats.ts';
import { Section } from '../components/Section.tsx';
import { TableCard } from '../components/TableCard.tsx';
import { commonTexts } from '../components/texts/common.ts';
import { contactsTexts as t } from '../components/texts/contacts.ts';
import { readId } from '../core/read-id.ts';
import { contactPage } from '../features/contacts/contact-page.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const contactId = readId(params.id);
  const contact = contactId === undefined ? undefined : await contactPage(shopId, contactId);
  if (contact === undefined) {
    throw new Response(t.notFound, { status: 404 });
  }
  return contact;
}

/** One customer: her consent, and every text to her. */
export default function Contact() {
  const contact = useLoaderData<typeof loader>();
  const { consent, consentAt, country, tags, texts, timeZone } = contact;
  return (
    <AppPage
      title={contact.erased ? t.erasedTitle : contact.name || commonTexts.noName}
      titleMetadata={<ConsentBadge consent={consent} />}
      backAction={{ content: t.title, url: '/app/contacts' }}
    >
      <BlockStack gap="400">
        <Section title={t.facts}>
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
        <TableCard title={t.texts} note={t.textsNote}>
          <TextsToContact texts={texts} timeZone={timeZone} />
        </TableCard>
      </BlockStack>
    </AppPage>
  );
}
