import { BlockStack, InlineStack, Link, Text } from '@shopify/polaris';
import type { ExclusionReason } from '../../core/campaigns/audience.ts';
import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import { formatDateTime } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { StateBadge } from '../report/StateBadge.tsx';
import { exclusionTexts, reasonText } from '../texts/common.ts';
import { contactsTexts as t } from '../texts/contacts.ts';

/** A campaign that had her in its audience: what became of her text, or why there was none. Times are ISO 8601. */
export type ContactText = { campaignId: number; campaign: string; at: string } & (
  | { kind: 'recipient'; ordinal: number; state: RecipientState; reason: string | null }
  | { kind: 'left_out'; reason: ExclusionReason }
);

export function TextsToContact({ texts, timeZone }: { texts: ContactText[]; timeZone: string }) {
  return (
    <RowsTable
      resource={{ singular: 'text', plural: 'texts' }}
      headings={[{ title: t.campaign }, { title: t.state }, { title: t.why }, { title: t.when }]}
      rows={texts.map((text) => toRow(text, timeZone))}
      empty={t.noTexts}
    />
  );
}

function toRow(text: ContactText, timeZone: string): TableRow {
  const url =
    text.kind === 'recipient'
      ? `/app/campaigns/${text.campaignId}/recipients/${text.ordinal}`
      : `/app/campaigns/${text.campaignId}/left-out/${text.reason}`;
  const link = (
    <Link key="campaign" dataPrimaryLink monochrome removeUnderline url={url}>
      {text.campaign}
    </Link>
  );
  const state = text.kind === 'recipient' ? <StateBadge key="state" state={text.state} /> : t.notARecipient;
  const why =
    text.kind === 'left_out'
      ? exclusionTexts[text.reason].label
      : text.reason === null
        ? ''
        : reasonText(text.reason);
  const when = formatDateTime(text.at, timeZone);
  return {
    id: `${text.campaignId}-${text.kind}`,
    cells: [link, state, why, when],
    compact: (
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          {link}
          {state}
        </InlineStack>
        <Text as="span" tone="subdued" breakWord>
          {[why, when].filter((part) => part !== '').join(' · ')}
        </Text>
      </BlockStack>
    ),
  };
}
