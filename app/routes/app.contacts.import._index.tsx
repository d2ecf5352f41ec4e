import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigate } from '@remix-run/react';
import { BlockStack } from '@shopify/polaris';
import { AppPage } from '../components/AppPage.tsx';
import { ImportsTable } from '../components/imports/ImportsTable.tsx';
import { ImportUpload } from '../components/imports/ImportUpload.tsx';
import { TableCard } from '../components/TableCard.tsx';
import { importsTexts as t } from '../components/texts/imports.ts';
import { importList } from '../features/imports/import-pages.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  return importList(shopId);
}

/** Where a file of contacts is chosen, and what became of the ones before. */
export default function Imports() {
  const { imports, timeZone } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  return (
    <AppPage
      title={t.title}
      subtitle={t.intro}
      backAction={{ content: t.backToContacts, url: '/app/contacts' }}
    >
      <BlockStack gap="400">
        <ImportUpload onDone={(importId) => navigate(`/app/contacts/import/${importId}`)} />
        <TableCard title={t.earlier}>
          <ImportsTable imports={imports} timeZone={timeZone} />
        </TableCard>
      </BlockStack>
    </AppPage>
  );
}
