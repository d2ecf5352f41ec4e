import { BlockStack, Link, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { ConsentEntry } from '../../core/consent/consent-story.ts';
import { formatMoment } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { TableCard } from '../TableCard.tsx';
import { consentTexts as t } from '../texts/consent.ts';

type Props = {
  entries: ConsentEntry[];
  /** The words of the versions that the entries name. */
  wordings: Record<number, string>;
  timeZone: string;
};

/** Who said yes or no, when, how and to which words, newest first. */
export function ConsentHistory({ entries, wordings, timeZone }: Props) {
  return (
    <TableCard title={t.history} note={t.historyNote}>
      <RowsTable
        resource={{ singular: 'entry', plural: 'entries' }}
        headings={[{ title: t.what }, { title: t.how }, { title: t.when }]}
        rows={entries.map((entry) => toRow(entry, wordings, timeZone))}
        empty={t.noHistory}
      />
    </TableCard>
  );
}

function toRow(entry: ConsentEntry, wordings: Record<number, string>, timeZone: string): TableRow {
  const what = (
    <Text key="what" as="span" fontWeight="medium">
      {whatOf(entry)}
    </Text>
  );
  const how = (
    <BlockStack key="how">
      {howOf(entry, wordings).map((line, place) => (
        // Lines never change places, so their place is their key.
        <div key={String(place)} style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
          {line}
        </div>
      ))}
    </BlockStack>
  );
  const when = (
    <time key="when" dateTime={entry.at}>
      {formatMoment(entry.at, timeZone)}
    </time>
  );
  return {
    id: String(entry.position),
    cells: [what, how, when],
    compact: (
      <BlockStack gap="100">
        {what}
        {how}
        <Text as="span" tone="subdued">
          {when}
        </Text>
      </BlockStack>
    ),
  };
}

function whatOf(entry: ConsentEntry): string {
  switch (entry.kind) {
    case 'suppressed':
      return t.suppressed[entry.reason] ?? t.suppressedOther;
    case 'lapsed':
      return entry.to === 'deleted' ? t.deleted : t.lapsed;
    default:
      return t[entry.kind];
  }
}

function howOf(entry: ConsentEntry, wordings: Record<number, string>): ReactNode[] {
  switch (entry.kind) {
    case 'given': {
      const { wording } = entry;
      const words = wording === null ? undefined : wordings[wording];
      return [
        sourceOf(entry),
        t.levels[entry.level] ?? t.levelUnknown,
        ...(wording === null ? [] : [t.wordingVersion(wording)]),
        ...(words === undefined || words === '' ? [] : [`“${words}”`]),
      ];
    }
    case 'withdrawn':
      return [
        sourceOf(entry),
        ...(entry.toldBy === null ? [] : [t.toldBy[entry.toldBy]]),
        ...(entry.by === null ? [] : [t.staff(entry.by)]),
      ];
    case 'upheld':
      return [t.byYou, ...(entry.by === null ? [] : [t.staff(entry.by)])];
    default:
      return [];
  }
}

/** With a link to the text of ours that she used or answered. */
function sourceOf({ source, evidence }: Extract<ConsentEntry, { kind: 'given' | 'withdrawn' }>): ReactNode {
  return evidence?.kind === 'text' ? (
    <Link url={`/app/campaigns/${evidence.campaignId}/recipients/${evidence.ordinal}`}>
      {t.sources[source]}
    </Link>
  ) : (
    t.sources[source]
  );
}
