import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Text } from '@shopify/polaris';
import { useEffect } from 'react';
import { AppPage } from '../components/AppPage.tsx';
import { showToast } from '../components/app-bridge.ts';
import { BuyCredits } from '../components/billing/BuyCredits.tsx';
import { billingAnswer } from '../components/billing/billing-answer.ts';
import { PlanCard } from '../components/billing/PlanCard.tsx';
import { PurchasesTable } from '../components/billing/PurchasesTable.tsx';
import { isWaiting, ReturnBanner } from '../components/billing/ReturnBanner.tsx';
import { TopUpCard } from '../components/billing/TopUpCard.tsx';
import { StatementTable } from '../components/credits/StatementTable.tsx';
import { Figures } from '../components/Figures.tsx';
import { formatNumber } from '../components/formats.ts';
import { Section } from '../components/Section.tsx';
import { TableCard } from '../components/TableCard.tsx';
import { billingTexts } from '../components/texts/billing.ts';
import { creditsTexts as t } from '../components/texts/credits.ts';
import { useLivePage } from '../components/use-live-page.ts';
import { useQuery } from '../components/use-query.ts';
import { readCursor } from '../core/keyset.ts';
import { billingCommand } from '../features/billing/billing-form.server.ts';
import { billingPage } from '../features/billing/billing-page.server.ts';
import { creditsPage } from '../features/credits/credit-pages.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { readForm } from '../platform/action-body.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const query = new URL(request.url).searchParams;
  const [credits, billing] = await Promise.all([
    creditsPage(shopId, { cursor: readCursor(query) }),
    billingPage(shopId, query),
  ]);
  return { ...credits, billing };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, redirect } = await authenticateAdmin(request);
  const result = await billingCommand(shopId, await readForm(request));
  return result.kind === 'approve' ? redirect(result.url, { target: '_top' }) : billingAnswer(result);
}

const WAITING_MS = 3000;

/** The balance, what can be bought, how refunds work, and every movement of credits. */
export default function Credits() {
  const { balance, rows, cursors, timeZone, billing } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const query = useQuery();
  useLivePage(isWaiting(billing.returned) ? WAITING_MS : null);
  useEffect(() => {
    if (answer?.done === true) {
      showToast(billingTexts.changed);
    }
  }, [answer]);
  const none = balance.purchased + balance.granted === 0;
  return (
    <AppPage title={t.title}>
      <BlockStack gap="400">
        {answer?.refusal === undefined ? (
          <ReturnBanner returned={billing.returned} />
        ) : (
          <Banner tone="critical">{answer.refusal}</Banner>
        )}
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
        <BuyCredits packs={billing.packs} commandId={billing.commandId} back={billing.back} />
        <PlanCard {...billing} timeZone={timeZone} />
        <TopUpCard
          topUp={billing.topUp}
          packs={billing.packs}
          timeZone={timeZone}
          commandId={billing.commandId}
          problems={answer ?? {}}
        />
        <TableCard title={billingTexts.purchases}>
          <PurchasesTable purchases={billing.purchases} timeZone={timeZone} />
        </TableCard>
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
