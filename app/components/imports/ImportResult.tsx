import { Banner, Text } from '@shopify/polaris';
import { type RowReason, rowNotes, rowProblems } from '../../core/imports/row-problems.ts';
import { DownloadButton } from '../DownloadButton.tsx';
import { Figures } from '../Figures.tsx';
import { formatNumber } from '../formats.ts';
import { Section } from '../Section.tsx';
import { importsTexts as t } from '../texts/imports.ts';
import { ReasonsTable } from './ReasonsTable.tsx';

export type ImportResultCounts = {
  rows: number;
  blank: number;
  people: number;
  added: number;
  filled: number;
  same: number;
  opted_in: number;
  opted_out: number;
  joined: number;
  stays_in: number;
  stays_out: number;
  reasons: Partial<Record<RowReason, number>>;
};

type Props = {
  importId: number;
  /** Foreseen by a check, or done by an import. */
  done: boolean;
  counts: ImportResultCounts;
  /** Whether the rows behind the reasons are still there. */
  rowsKept: boolean;
  daysKept: number;
};

/** What a file does to the contacts, and which of its rows it does not do it with. */
export function ImportResult({ importId, done, counts, rowsKept, daysKept }: Props) {
  const { people, same } = counts;
  const figures = [
    { label: t.rows, value: counts.rows, note: t.rowsNote(counts.blank) },
    { label: t.newContacts, value: counts.added },
    { label: t.filled, value: counts.filled, note: t.filledNote },
    { label: t.same, value: same, note: t.sameNote },
    { label: t.optedIn, value: counts.opted_in },
    { label: t.staysIn, value: counts.stays_in },
    { label: t.optedOut, value: counts.opted_out },
    { label: t.staysOut, value: counts.stays_out },
    ...(counts.joined > 0 ? [{ label: t.joined, value: counts.joined }] : []),
  ];
  const withReason = (reasons: readonly RowReason[]) =>
    reasons.flatMap((reason) => {
      const count = counts.reasons[reason] ?? 0;
      return count === 0 ? [] : [{ reason, count }];
    });
  const notTaken = withReason(rowProblems);
  const notAsSaid = withReason(rowNotes);
  const url = `/app/contacts/import/${importId}/problems`;
  return (
    <>
      <Section title={done ? t.outcome : t.foreseen}>
        {people > 0 && same === people ? <Banner tone="info">{t.nothing}</Banner> : null}
        <Figures
          figures={figures.map(({ value, ...figure }) => ({ ...figure, value: formatNumber(value) }))}
        />
      </Section>
      {notTaken.length + notAsSaid.length === 0 ? null : (
        <Section
          title={notTaken.length > 0 ? t.notTaken : t.notAsSaid}
          aside={
            rowsKept ? (
              <DownloadButton url={`${url}.csv`} fileName={`import-${importId}-rows.csv`}>
                {t.download}
              </DownloadButton>
            ) : null
          }
        >
          {notTaken.length > 0 ? (
            <>
              <Text as="p" tone="subdued">
                {t.notTakenNote}
              </Text>
              <ReasonsTable caption={t.notTaken} reasons={notTaken} url={rowsKept ? url : null} />
            </>
          ) : null}
          {notAsSaid.length > 0 ? (
            <>
              {notTaken.length > 0 ? (
                <Text as="h3" variant="headingSm">
                  {t.notAsSaid}
                </Text>
              ) : null}
              <ReasonsTable caption={t.notAsSaid} reasons={notAsSaid} url={rowsKept ? url : null} />
            </>
          ) : null}
          {rowsKept ? null : (
            <Text as="p" tone="subdued">
              {t.gone(daysKept)}
            </Text>
          )}
        </Section>
      )}
    </>
  );
}
