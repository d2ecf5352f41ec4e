import { Link } from '@shopify/polaris';
import type { RowReason } from '../../core/imports/row-problems.ts';
import { formatNumber } from '../formats.ts';
import { PlainTable } from '../PlainTable.tsx';
import { rowReasonTexts, importsTexts as t } from '../texts/imports.ts';

type Props = {
  caption: string;
  reasons: { reason: RowReason; count: number }[];
  /** Where the rows of a reason are listed, without the reason; null when they are gone. */
  url: string | null;
};

/** Why rows are not taken as they say, and what to do about it; each opens the list of its rows. */
export function ReasonsTable({ caption, reasons, url }: Props) {
  return (
    <PlainTable
      caption={caption}
      columns={[{ title: t.reason }, { title: t.todo }, { title: t.count, numeric: true }]}
      rows={reasons.map(({ reason, count }) => ({
        key: reason,
        cells: [
          url === null ? (
            rowReasonTexts[reason].label
          ) : (
            <Link key="label" url={`${url}/${reason}`}>
              {rowReasonTexts[reason].label}
            </Link>
          ),
          rowReasonTexts[reason].todo,
          formatNumber(count),
        ],
      }))}
    />
  );
}
