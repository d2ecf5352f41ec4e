import { BlockStack, InlineStack, Link, Text } from '@shopify/polaris';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { formatDay, formatNumber, formatShare } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { campaignsTexts as t } from '../texts/campaigns.ts';
import type { useQuery } from '../use-query.ts';
import { StatusBadge } from './StatusBadge.tsx';

export type CampaignRow = {
  id: number;
  name: string;
  status: CampaignStatus;
  recipients: number;
  delivered: number;
  /** What it costs at most, until it has run; then what it cost, after refunds. */
  credits: number;
  creditsFinal: boolean;
  /** ISO 8601: when it went or goes out, else when it was made. */
  date: string;
};

type Props = {
  campaigns: CampaignRow[];
  cursors: { before: string | null; after: string | null };
  timeZone: string;
  query: ReturnType<typeof useQuery>;
};

export function CampaignsTable({ campaigns, cursors, timeZone, query }: Props) {
  return (
    <RowsTable
      resource={{ singular: 'campaign', plural: 'campaigns' }}
      headings={[
        { title: t.name },
        { title: t.status },
        { title: t.recipients, alignment: 'end' },
        { title: t.delivered, alignment: 'end' },
        { title: t.credits, alignment: 'end' },
        { title: t.date },
      ]}
      rows={campaigns.map((campaign) => toRow(campaign, timeZone))}
      empty={t.noneFound}
      pagination={query.pagination(cursors)}
      loading={query.loading}
    />
  );
}

/** Where the work on a campaign goes on: its editor, its review or its report. */
export function campaignUrl(id: number, status: CampaignStatus): string {
  switch (status) {
    case 'draft':
      return `/app/campaigns/${id}`;
    case 'preparing':
    case 'quoted':
      return `/app/campaigns/${id}/review`;
    default:
      return `/app/campaigns/${id}/report`;
  }
}

function toRow(campaign: CampaignRow, timeZone: string): TableRow {
  const { id, name, status, recipients, delivered } = campaign;
  const started = !['draft', 'preparing', 'quoted', 'scheduled'].includes(status);
  const share = started ? formatShare(delivered, recipients) : t.none;
  const date = formatDay(campaign.date, timeZone);
  const link = (
    <Link key="name" dataPrimaryLink monochrome removeUnderline url={campaignUrl(id, status)}>
      <Text as="span" fontWeight="semibold" breakWord>
        {name}
      </Text>
    </Link>
  );
  const number = (key: string, text: string) => (
    <Text key={key} as="span" alignment="end" numeric>
      {text}
    </Text>
  );
  return {
    id: String(id),
    cells: [
      link,
      <StatusBadge key="status" status={status} />,
      number('recipients', recipients === 0 ? t.none : formatNumber(recipients)),
      number('delivered', share),
      number('credits', creditsOf(campaign)),
      date,
    ],
    compact: (
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          {link}
          <StatusBadge status={status} />
        </InlineStack>
        <Text as="span" tone="subdued">
          {started ? `${t.recipientsAndDelivered(recipients, share)} · ${date}` : date}
        </Text>
      </BlockStack>
    ),
  };
}

function creditsOf({ credits, creditsFinal }: CampaignRow): string {
  if (creditsFinal) {
    return formatNumber(credits);
  }
  return credits === 0 ? t.none : t.upTo(credits);
}
