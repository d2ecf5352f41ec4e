import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Box, Card } from '@shopify/polaris';
import { z } from 'zod';
import { AppPage } from '../components/AppPage.tsx';
import { AttentionBanner } from '../components/consent/AttentionBanner.tsx';
import { ContactsTable } from '../components/contacts/ContactsTable.tsx';
import { DownloadButton } from '../components/DownloadButton.tsx';
import { EmptyCard } from '../components/EmptyCard.tsx';
import { FilterTabs } from '../components/FilterTabs.tsx';
import { SearchField } from '../components/SearchField.tsx';
import { contactsTexts as t } from '../components/texts/contacts.ts';
import { useQuery } from '../components/use-query.ts';
import { readCursor } from '../core/keyset.ts';
import { consentAttention } from '../features/consent/consent-page.server.ts';
import { consentFilters, contactListPage } from '../features/contacts/contact-pages.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

const querySchema = z.object({
  search: z.string().trim().max(200).catch(''),
  consent: z.enum(consentFilters).catch(''),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const params = new URL(request.url).searchParams;
  const query = { ...querySchema.parse(Object.fromEntries(params)), cursor: readCursor(params) };
  const page = await heavyPage(request, shopId, () => contactListPage(shopId, query));
  noteAccess({ shopId, actor }, { what: 'contact_list', numbers: shownPeople(page.rows) });
  return { ...page, attention: await consentAttention(shopId) };
}

export default function Contacts() {
  const { rows, cursors, attention } = useLoaderData<typeof loader>();
  const query = useQuery();
  const filters = new URLSearchParams({ search: query.get('search'), consent: query.get('consent') });
  const unfiltered = ['search', 'consent', 'after', 'before'].every((name) => query.get(name) === '');
  if (rows.length === 0 && unfiltered) {
    return (
      <AppPage title={t.title}>
        <EmptyCard
          heading={t.emptyHeading}
          body={t.emptyBody}
          action={{ content: t.import, url: '/app/contacts/import' }}
        />
      </AppPage>
    );
  }
  return (
    <AppPage
      title={t.title}
      subtitle={t.intro}
      primaryAction={{ content: t.import, url: '/app/contacts/import' }}
      secondaryActions={
        <DownloadButton url={`/app/contacts/export.csv?${filters}`} fileName="contacts.csv">
          {t.export}
        </DownloadButton>
      }
    >
      <AttentionBanner {...attention} />
      <Card padding="0">
        <FilterTabs
          options={[
            { value: '', label: t.all },
            { value: 'subscribed', label: t.consent.subscribed },
            { value: 'unsubscribed', label: t.consent.unsubscribed },
            { value: 'pending', label: t.consent.pending },
            { value: 'never', label: t.consent.never },
          ]}
          selected={query.get('consent')}
          onSelect={(consent) => query.set({ consent })}
        />
        <Box padding="300">
          <SearchField
            label={t.search}
            value={query.get('search')}
            onSearch={(search) => query.set({ search }, true)}
          />
        </Box>
        <ContactsTable contacts={rows} cursors={cursors} query={query} />
      </Card>
    </AppPage>
  );
}
