import { BlockStack, Link, Text } from '@shopify/polaris';
import { formatDateTime, formatNumber } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { privacyTexts as t } from '../texts/privacy.ts';
import type { useQuery } from '../use-query.ts';

export type AccessRow = {
  id: number;
  minute: string;
  actor: string;
  what: keyof typeof t.accessKinds;
  contactId: number | null;
  numbers: number;
};

type Props = {
  rows: AccessRow[];
  cursors: { before: string | null; after: string | null };
  timeZone: string;
  query: ReturnType<typeof useQuery>;
};

/** Who was shown customers' numbers or names. */
export function AccessTable({ rows, cursors, timeZone, query }: Props) {
  return (
    <RowsTable
      resource={t.access}
      headings={[
        { title: t.when },
        { title: t.who },
        { title: t.where },
        { title: t.numbers, alignment: 'end' },
      ]}
      rows={rows.map((row) => toRow(row, timeZone))}
      empty={t.accessEmpty}
      pagination={query.pagination(cursors)}
      loading={query.loading}
    />
  );
}

function toRow({ id, minute, actor, what, contactId, numbers }: AccessRow, timeZone: string): TableRow {
  const when = formatDateTime(minute, timeZone);
  const where = (
    <BlockStack key="where">
      <Text as="span">{t.accessKinds[what]}</Text>
      {contactId === null ? null : <Link url={`/app/contacts/${contactId}`}>{t.openContact}</Link>}
    </BlockStack>
  );
  return {
    id: String(id),
    cells: [
      when,
      t.staff(actor),
      where,
      <Text key="numbers" as="span" alignment="end" numeric>
        {formatNumber(numbers)}
      </Text>,
    ],
    compact: (
      <BlockStack gap="100">
        <Text as="span">{`${when}, ${t.staff(actor)}`}</Text>
        {where}
        <Text as="span">{`${t.numbers}: ${formatNumber(numbers)}`}</Text>
      </BlockStack>
    ),
  };
}
