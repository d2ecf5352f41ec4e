import { BlockStack, InlineStack, Link, Text } from '@shopify/polaris';
import type { Money } from '../../core/billing/money.ts';
import type { PurchaseProblem, PurchaseStatus } from '../../core/billing/purchase.ts';
import { formatDateTime, formatMoney } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { billingTexts as t } from '../texts/billing.ts';

export type PurchaseLine = {
  id: number;
  at: string;
  kind: 'pack' | 'top_up';
  credits: number;
  price: Money;
  status: PurchaseStatus;
  problem: PurchaseProblem | null;
  test: boolean;
  url: string | null;
};

/** What was bought, and what became of it. */
export function PurchasesTable({
  purchases,
  timeZone,
}: {
  purchases: readonly PurchaseLine[];
  timeZone: string;
}) {
  return (
    <RowsTable
      resource={{ singular: 'purchase', plural: 'purchases' }}
      headings={[
        { title: t.date },
        { title: t.what },
        { title: t.state },
        { title: t.price, alignment: 'end' },
      ]}
      rows={purchases.map((line) => toRow(line, timeZone))}
      empty={t.noPurchases}
    />
  );
}

function toRow(line: PurchaseLine, timeZone: string): TableRow {
  const date = formatDateTime(line.at, timeZone);
  const what = line.kind === 'pack' ? t.packLine(line.credits) : t.topUpLine(line.credits);
  const state = (
    <BlockStack key="state">
      <Text as="span">{t.states[line.status]}</Text>
      {line.problem === null ? null : (
        <Text as="span" tone="subdued">
          {t.problems[line.problem]}
        </Text>
      )}
      {line.status === 'pending' && line.url !== null ? (
        <Link url={line.url} target="_top">
          {t.approve}
        </Link>
      ) : null}
    </BlockStack>
  );
  const price = (
    <Text key="price" as="span" alignment="end" numeric>
      {formatMoney(line.price)}
      {line.test ? ` (${t.testLine})` : ''}
    </Text>
  );
  return {
    id: String(line.id),
    cells: [date, what, state, price],
    compact: (
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <Text as="span">{what}</Text>
          {price}
        </InlineStack>
        {state}
        <Text as="span" tone="subdued">
          {date}
        </Text>
      </BlockStack>
    ),
  };
}
