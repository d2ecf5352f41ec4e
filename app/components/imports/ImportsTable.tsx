import { BlockStack, Link, Text } from '@shopify/polaris';
import { formatDateTime, formatNumber } from '../formats.ts';
import { RowsTable, type TableRow } from '../RowsTable.tsx';
import { importsTexts as t } from '../texts/imports.ts';
import { importName } from './import-name.ts';

export type ImportItem = {
  id: number;
  fileName: string | null;
  rows: number;
  status: keyof typeof t.statuses;
  at: string;
  added: number;
  optedIn: number;
};

/** The files that were imported before. */
export function ImportsTable({ imports, timeZone }: { imports: ImportItem[]; timeZone: string }) {
  return (
    <RowsTable
      resource={{ singular: 'import', plural: 'imports' }}
      headings={[
        { title: t.file },
        { title: t.state },
        { title: t.when },
        { title: t.added, alignment: 'end' },
        { title: t.subscribed, alignment: 'end' },
      ]}
      rows={imports.map((one) => toRow(one, timeZone))}
      empty={t.none}
    />
  );
}

function toRow(one: ImportItem, timeZone: string): TableRow {
  const name = (
    <Link key="name" dataPrimaryLink monochrome removeUnderline url={`/app/contacts/import/${one.id}`}>
      {importName(one, timeZone)}
    </Link>
  );
  const when = formatDateTime(one.at, timeZone);
  return {
    id: String(one.id),
    cells: [
      name,
      t.statuses[one.status],
      when,
      <Text key="added" as="span" alignment="end" numeric>
        {formatNumber(one.added)}
      </Text>,
      <Text key="subscribed" as="span" alignment="end" numeric>
        {formatNumber(one.optedIn)}
      </Text>,
    ],
    compact: (
      <BlockStack gap="100">
        {name}
        <Text as="span" tone="subdued">
          {t.statuses[one.status]} · {when}
        </Text>
      </BlockStack>
    ),
  };
}
