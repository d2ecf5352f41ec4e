import { Box, IndexTable, type IndexTableProps, Text, useBreakpoints } from '@shopify/polaris';
import type { ReactNode } from 'react';

export type TableRow = {
  id: string;
  /** One per heading. A link in the first one that is marked `dataPrimaryLink` makes the whole row clickable. */
  cells: ReactNode[];
  /** The same on a phone, where a row is a small card. */
  compact: ReactNode;
};

type Props = {
  /** What a row is, for screen readers. */
  resource: { singular: string; plural: string };
  headings: IndexTableProps['headings'];
  rows: TableRow[];
  empty: string;
  pagination?: { previous: string | null; next: string | null; go: (url: string) => void };
  loading?: boolean;
};

/** A table of things on a wide screen, a list of small cards on a narrow one. */
export function RowsTable({ resource, headings, rows, empty, pagination, loading = false }: Props) {
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      resourceName={resource}
      itemCount={rows.length}
      headings={headings}
      selectable={false}
      condensed={smDown}
      loading={loading}
      emptyState={
        <Box padding="600">
          <Text as="p" alignment="center" tone="subdued">
            {empty}
          </Text>
        </Box>
      }
      {...(pagination === undefined || (pagination.previous === null && pagination.next === null)
        ? {}
        : {
            pagination: {
              hasPrevious: pagination.previous !== null,
              hasNext: pagination.next !== null,
              onPrevious: () => pagination.go(pagination.previous ?? ''),
              onNext: () => pagination.go(pagination.next ?? ''),
            },
          })}
    >
      {rows.map((row, index) => (
        <IndexTable.Row key={row.id} id={row.id} position={index}>
          {smDown ? (
            <Box paddingInline="300" paddingBlock="300" width="100%">
              {row.compact}
            </Box>
          ) : (
            // Cells never change places, so their place is their key.
            row.cells.map((cell, place) => (
              <IndexTable.Cell key={headingKey(headings[place], place)}>{cell}</IndexTable.Cell>
            ))
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function headingKey(heading: Props['headings'][number] | undefined, place: number): string {
  return typeof heading?.title === 'string' ? heading.title : String(place);
}
