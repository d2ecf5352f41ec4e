import { BlockStack, Box, InlineStack, Link, Text } from '@shopify/polaris';
import { type RecipientState, recipientStates } from '../../core/delivery/recipient-state.ts';
import { DownloadButton } from '../DownloadButton.tsx';
import { FilterTabs } from '../FilterTabs.tsx';
import { formatNumber, parts } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { SearchField } from '../SearchField.tsx';
import { TableCard } from '../TableCard.tsx';
import { commonTexts, reasonText, stateTexts } from '../texts/common.ts';
import { reportTexts as t } from '../texts/report.ts';
import type { useQuery } from '../use-query.ts';
import type { Counts } from './counts.ts';
import { StateBadge } from './StateBadge.tsx';

export type RecipientRow = {
  ordinal: number;
  /** A phone of the merchant's own, in a test. */
  ownPhone: boolean;
  name: string;
  /** As people read it; null when she was erased. */
  phone: string | null;
  state: RecipientState;
  reason: string | null;
  parts: number;
  credits: number;
};

type Props = {
  campaignId: number;
  counts: Counts;
  recipients: RecipientRow[];
  cursors: { before: string | null; after: string | null };
  /** What is wrong with the phone number that was searched for. */
  phoneProblem: string | undefined;
  query: ReturnType<typeof useQuery>;
};

/** Everybody of the campaign, by state or by number. */
export function RecipientsTable({ campaignId, counts, recipients, cursors, phoneProblem, query }: Props) {
  const searching = query.get('phone') !== '';
  return (
    <TableCard title={t.recipients}>
      <FilterTabs
        options={[
          { value: '', label: t.all },
          ...recipientStates
            .filter((state) => (counts[state] ?? 0) > 0 || state === query.get('state'))
            .map((state) => ({ value: state, label: stateTexts[state].label, count: counts[state] ?? 0 })),
        ]}
        selected={query.get('state')}
        onSelect={(state) => query.set({ state, phone: '' })}
      />
      <Box padding="300">
        <SearchField
          label={t.searchPhone}
          value={query.get('phone')}
          onSearch={(phone) => query.set({ phone, state: '' }, true)}
          error={phoneProblem}
        />
      </Box>
      <Box paddingInline="300" paddingBlockEnd="300">
        <DownloadButton
          url={`/app/campaigns/${campaignId}/recipients.csv`}
          fileName={`campaign-${campaignId}-recipients.csv`}
        >
          {t.export}
        </DownloadButton>
      </Box>
      <RowsTable
        resource={{ singular: 'recipient', plural: 'recipients' }}
        headings={[
          { title: t.name },
          { title: t.phone },
          { title: t.state },
          { title: t.reason },
          { title: t.partsColumn, alignment: 'end' },
          { title: t.creditsColumn, alignment: 'end' },
        ]}
        rows={recipients.map((recipient) => toRow(campaignId, recipient))}
        empty={searching ? t.phoneNotFound : t.noRecipients}
        pagination={query.pagination(cursors)}
      />
    </TableCard>
  );
}

function toRow(campaignId: number, recipient: RecipientRow): TableRow {
  const name = (
    <Link
      key="name"
      dataPrimaryLink
      monochrome
      removeUnderline
      url={`/app/campaigns/${campaignId}/recipients/${recipient.ordinal}`}
    >
      {recipient.ownPhone
        ? commonTexts.ownPhone
        : recipient.name === ''
          ? commonTexts.noName
          : recipient.name}
    </Link>
  );
  const phone = recipient.phone ?? t.erased;
  const reason = recipient.reason === null ? '' : reasonText(recipient.reason);
  return {
    id: String(recipient.ordinal),
    cells: [
      name,
      phone,
      <StateBadge key="state" state={recipient.state} />,
      reason,
      <Text key="parts" as="span" alignment="end" numeric>
        {formatNumber(recipient.parts)}
      </Text>,
      <Text key="credits" as="span" alignment="end" numeric>
        {formatNumber(recipient.credits)}
      </Text>,
    ],
    compact: (
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          {name}
          <StateBadge state={recipient.state} />
        </InlineStack>
        <Text as="span" tone="subdued">
          {phone} · {parts(recipient.parts)}
        </Text>
        {reason === '' ? null : (
          <Text as="span" tone="subdued" breakWord>
            {reason}
          </Text>
        )}
      </BlockStack>
    ),
  };
}
