import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Link } from '@shopify/polaris';
import { AppPage } from '../components/AppPage.tsx';
import { Facts } from '../components/Facts.tsx';
import { countryName, formatNumber } from '../components/formats.ts';
import { Story } from '../components/recipient/Story.tsx';
import { TextAsSent } from '../components/recipient/TextAsSent.tsx';
import { StateBadge } from '../components/report/StateBadge.tsx';
import { Section } from '../components/Section.tsx';
import { commonTexts } from '../components/texts/common.ts';
import { recipientTexts as t } from '../components/texts/recipient.ts';
import { readId, readOrdinal } from '../core/read-id.ts';
import { campaignNotFound } from '../features/campaigns/campaign-not-found.server.ts';
import { recipientPage } from '../features/campaigns/recipient-page.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  const ordinal = readOrdinal(params.ordinal);
  const recipient =
    campaignId === undefined || ordinal === undefined
      ? undefined
      : await heavyPage(request, shopId, () => recipientPage(shopId, campaignId, ordinal));
  if (recipient === undefined) {
    throw campaignNotFound(shopId, campaignId);
  }
  noteAccess(
    { shopId, actor },
    { what: 'recipient_page', numbers: shownPeople([recipient]), contactId: recipient.contactId },
  );
  return { campaignId, ...recipient };
}

/** The whole story of one text. */
export default function Recipient() {
  const recipient = useLoaderData<typeof loader>();
  const { campaignId, contactId, campaign, name, phone, state, timeZone } = recipient;
  return (
    <AppPage
      title={t.title(contactId === null ? commonTexts.ownPhone : name)}
      subtitle={campaign}
      titleMetadata={<StateBadge state={state} />}
      backAction={{ content: campaign, url: `/app/campaigns/${campaignId}/report` }}
    >
      <BlockStack gap="400">
        <TextAsSent text={recipient.text} handedOver={recipient.handedOver} />
        <Section title={t.facts}>
          <Facts
            facts={[
              { label: t.phone, value: phone ?? t.erased },
              { label: t.country, value: countryName(recipient.country) },
              { label: t.sender, value: recipient.sender },
              { label: t.parts, value: formatNumber(recipient.parts) },
              { label: t.credits, value: formatNumber(recipient.credits) },
              ...(contactId === null
                ? []
                : [
                    {
                      label: t.contact,
                      value: <Link url={`/app/contacts/${contactId}`}>{t.openContact}</Link>,
                    },
                  ]),
              ...(recipient.carrierId === null ? [] : [{ label: t.carrierId, value: recipient.carrierId }]),
              ...(recipient.carrierWord === null
                ? []
                : [{ label: t.carrierWord, value: recipient.carrierWord }]),
            ]}
          />
        </Section>
        <Story entries={recipient.story} timeZone={timeZone} />
      </BlockStack>
    </AppPage>
  );
}
