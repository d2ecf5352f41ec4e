import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { AppPage } from '../components/AppPage.tsx';
import { AccessTable } from '../components/privacy/AccessTable.tsx';
import { TableCard } from '../components/TableCard.tsx';
import { privacyTexts as t } from '../components/texts/privacy.ts';
import { useQuery } from '../components/use-query.ts';
import { readCursor } from '../core/keyset.ts';
import { accessLogPage } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const cursor = readCursor(new URL(request.url).searchParams);
  return heavyPage(request, shopId, () => accessLogPage(shopId, cursor));
}

/** Who looked at customers. */
export default function AccessLog() {
  const { rows, cursors, timeZone } = useLoaderData<typeof loader>();
  const query = useQuery();
  return (
    <AppPage title={t.accessTitle} backAction={{ content: t.title, url: '/app/privacy' }}>
      <TableCard title={t.accessTitle} note={t.accessNote}>
        <AccessTable rows={rows} cursors={cursors} timeZone={timeZone} query={query} />
      </TableCard>
    </AppPage>
  );
}
