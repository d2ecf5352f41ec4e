import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Text } from '@shopify/polaris';
import { AppPage } from '../components/AppPage.tsx';
import { StatementTable } from '../components/credits/StatementTable.tsx';
import { Figures } from '../components/Figures.tsx';
import { formatNumber } from '../components/formats.ts';
import { Section } from '../components/Section.tsx';
import { TableCard } from '../components/TableCard.tsx';
import { creditsTexts as t } from '../components/texts/credits.ts';
import { useQuery } from '../components/use-query.ts';
import { readCursor } from '../core/keyset.ts';
import { creditsPage } from '../features/credits/credit-pages.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  return creditsPage(shopId, { cursor: readCursor(new URL(request.url).searchParams) });
}

/** The balance, how refunds work, and every movement of credits. */
export default function Credits() {
  const { balance, rows, cursors, timeZone } = useLoaderData<typeof loader>();
  const query = useQuery();
  const none = balance.purchased + balance.granted === 0;
  return (
    <AppPage title={t.title}>
      <BlockStack gap="400">
        <Section title={t.balance}>
          <Figures
            figures={[
              { label: t.available, value: formatNumber(balance.available), note: t.availableNote },
              { label: t.held, value: formatNumber(balance.held), note: t.heldNote },
              { label: t.spent, value: formatNumber(balance.spent), note: t.spentNote },
            ]}
          />
          {none ? (
            <Text as="p">
              {t.emptyTitle}. {t.emptyBody}
            </Text>
          ) : null}
        </Section>
        <Section title={t.howRefunds}>
          <Text as="p">{t.refunds}</Text>
        </Section>
        <TableCard title={t.statement} note={t.statementNote}>
          <StatementTable lines={rows} cursors={cursors} timeZone={timeZone} query={query} />
        </TableCard>
      </BlockStack>
    </AppPage>
  );
}
