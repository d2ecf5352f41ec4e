import { BlockStack, Box, InlineStack, Link, Text } from '@shopify/polaris';
import { DownloadButton } from '../DownloadButton.tsx';
import { formatDateTime, formatNumber } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { type StatementKind, creditsTexts as t } from '../texts/credits.ts';
import type { useQuery } from '../use-query.ts';

/** `credits` is never negative but for an adjustment; the kind says in which direction it moved. */
export type StatementLine = {
  id: number;
  at: string;
  kind: StatementKind;
  credits: number;
  campaign: { id: number; name: string } | null;
};

type Props = {
  lines: StatementLine[];
  cursors: { before: string | null; after: string | null };
  timeZone: string;
  query: ReturnType<typeof useQuery>;
};

/** What happened to the credits, newest first. */
export function StatementTable({ lines, cursors, timeZone, query }: Props) {
  return (
    <>
      {lines.length === 0 ? null : (
        <Box paddingInline="400" paddingBlockEnd="300">
          <DownloadButton url="/app/credits/statement.csv" fileName="credits.csv">
            {t.export}
          </DownloadButton>
        </Box>
      )}
      <RowsTable
        resource={{ singular: 'line', plural: 'lines' }}
        headings={[
          { title: t.date },
          { title: t.what },
          { title: t.campaign },
          { title: t.amount, alignment: 'end' },
        ]}
        rows={lines.map((line) => toRow(line, timeZone))}
        empty={t.statementEmpty}
        pagination={query.pagination(cursors)}
        loading={query.loading}
      />
    </>
  );
}

/** What a line did to the available balance; spending does nothing, the credits were set aside before. */
export function signedCredits({ kind, credits }: Pick<StatementLine, 'kind' | 'credits'>): string {
  const amount = formatNumber(Math.abs(credits));
  switch (kind) {
    case 'held':
      return `−${amount}`;
    case 'spent':
      return amount;
    case 'adjusted':
      return credits < 0 ? `−${amount}` : `+${amount}`;
    default:
      return `+${amount}`;
  }
}

function toRow(line: StatementLine, timeZone: string): TableRow {
  const date = formatDateTime(line.at, timeZone);
  const campaign =
    line.campaign === null ? null : (
      <Link key="campaign" url={`/app/campaigns/${line.campaign.id}/report`}>
        {line.campaign.name}
      </Link>
    );
  const amount = (
    <Text key="amount" as="span" alignment="end" numeric tone={line.kind === 'spent' ? 'subdued' : 'base'}>
      {signedCredits(line)}
    </Text>
  );
  return {
    id: String(line.id),
    cells: [date, t.kinds[line.kind], campaign, amount],
    compact: (
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200" wrap={false}>
          <Text as="span">{t.kinds[line.kind]}</Text>
          {amount}
        </InlineStack>
        {campaign}
        <Text as="span" tone="subdued">
          {date}
        </Text>
      </BlockStack>
    ),
  };
}
