import { Text } from '@shopify/polaris';
import type { CSSProperties, ReactNode } from 'react';

type Props = {
  /** Says what the table holds, for screen readers. */
  caption: string;
  /** `numeric` columns stand at the right, so that digits are below digits. */
  columns: { title: string; numeric?: boolean }[];
  rows: { key: string; cells: ReactNode[] }[];
  total?: ReactNode[];
};

const cell = (numeric: boolean | undefined): CSSProperties => ({
  padding: 'var(--p-space-200) var(--p-space-100)',
  textAlign: numeric === true ? 'end' : 'start',
  verticalAlign: 'top',
  borderBlockEnd: '1px solid var(--p-color-border-secondary)',
  fontVariantNumeric: 'tabular-nums',
  // A number is never broken; anything else rather than widening a phone's page.
  ...(numeric === true ? { whiteSpace: 'nowrap' } : { overflowWrap: 'anywhere' }),
});

/** A small table of numbers that fits a phone. */
export function PlainTable({ caption, columns, rows, total }: Props) {
  return (
    <table style={{ width: '100%', borderCollapse: 'collapse' }}>
      <caption>
        <Text as="span" visuallyHidden>
          {caption}
        </Text>
      </caption>
      <thead>
        <tr>
          {columns.map(({ title, numeric }) => (
            <th key={title} scope="col" style={cell(numeric)}>
              <Text as="span" variant="bodySm" fontWeight="medium" tone="subdued">
                {title}
              </Text>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {columns.map(({ title, numeric }, place) =>
              place === 0 ? (
                <th key={title} scope="row" style={{ ...cell(numeric), fontWeight: 'inherit' }}>
                  {cells[place]}
                </th>
              ) : (
                <td key={title} style={cell(numeric)}>
                  {cells[place]}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {total === undefined ? null : (
        <tfoot>
          <tr>
            {columns.map(({ title, numeric }, place) => (
              <td key={title} style={{ ...cell(numeric), borderBlockEnd: 'none' }}>
                <Text as="span" fontWeight="bold">
                  {total[place]}
                </Text>
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
