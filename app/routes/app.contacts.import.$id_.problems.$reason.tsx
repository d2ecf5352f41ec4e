import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Text } from '@shopify/polaris';
import { z } from 'zod';
import { AppPage } from '../components/AppPage.tsx';
import { RowsTable } from '../components/RowsTable.tsx';
import { TableCard } from '../components/TableCard.tsx';
import { rowReasonTexts, importsTexts as t } from '../components/texts/imports.ts';
import { useQuery } from '../components/use-query.ts';
import { rowReasons } from '../core/imports/row-problems.ts';
import { readCursor } from '../core/keyset.ts';
import { readId } from '../core/read-id.ts';
import { importProblems } from '../features/imports/import-problems.server.ts';
import { noteAccess } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

const reasonSchema = z.enum(rowReasons);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const importId = readId(params.id);
  const reason = reasonSchema.safeParse(params.reason);
  if (!reason.success) {
    throw new Response(t.noSuchReason, { status: 404 });
  }
  const cursor = readCursor(new URL(request.url).searchParams);
  const page =
    importId === undefined
      ? undefined
      : await heavyPage(request, shopId, () =>
          importProblems(shopId, importId, { reason: reason.data, cursor }),
        );
  if (importId === undefined || page === undefined) {
    throw new Response(t.notFound, { status: 404 });
  }
  noteAccess({ shopId, actor }, { what: 'import_rows', numbers: page.rows.length });
  return { importId, reason: reason.data, ...page };
}

/** The rows of a file that are not taken as they say, for one reason. */
export default function ImportProblems() {
  const { importId, reason, fileName, rows, cursors } = useLoaderData<typeof loader>();
  const query = useQuery();
  const { label, todo } = rowReasonTexts[reason];
  return (
    <AppPage
      title={label}
      {...(fileName === null ? {} : { subtitle: fileName })}
      backAction={{ content: t.backToImport, url: `/app/contacts/import/${importId}` }}
    >
      <TableCard title={label} note={todo}>
        <RowsTable
          resource={{ singular: 'row', plural: 'rows' }}
          headings={[{ title: t.row }, { title: t.content }]}
          rows={rows.map(({ row, shown }) => ({
            id: String(row),
            cells: [
              row,
              <span key="shown" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                {shown}
              </span>,
            ],
            compact: (
              <BlockStack>
                <Text as="span" fontWeight="semibold">
                  {t.row} {row}
                </Text>
                <Text as="span" breakWord>
                  {shown}
                </Text>
              </BlockStack>
            ),
          }))}
          empty={t.noRows}
          pagination={query.pagination(cursors)}
          loading={query.loading}
        />
      </TableCard>
    </AppPage>
  );
}
