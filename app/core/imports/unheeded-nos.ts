import { meantBy } from './cell.ts';
import { type CellSays, sayingOf } from './cell-looks.ts';
import type { NoKind, NoReading } from './column-questions.ts';
import type { ImportField } from './guess-columns.ts';
import { LOOKED_AT_MAX } from './plain-name.ts';

const MEANS: Readonly<Record<NoKind, ReadonlySet<CellSays>>> = {
  none: new Set(),
  strong: new Set<CellSays>(['no!', 'never!']),
  no: new Set<CellSays>(['no', 'no!', 'never!']),
  // What is filled and is no "no": a reason, a day, a cross.
  out: new Set<CellSays>(['yes', 'yes!', 'no!', 'date', 'other']),
};

export const meansNo = (kind: NoKind, says: CellSays): boolean => MEANS[kind].has(says);

/**
 * Which columns of a row say no although nothing in the settings makes that count: the columns that are left out, and not
 * on purpose. The sample is only the beginning of a file; this looks at each row of all of it.
 */
export function unheededNos(
  reads: readonly NoReading[],
  columns: readonly (ImportField | null)[],
  leftOut: readonly number[],
): (cells: readonly string[]) => number[] {
  const hasConsent = columns.includes('consent');
  const looked = columns.flatMap((field, column) => {
    const reading = reads[column];
    const kind = hasConsent ? reading?.beside : reading?.alone;
    const isOpen = (field === null || field === 'tags') && !leftOut.includes(column);
    return isOpen && kind !== undefined && kind !== 'none' ? [{ column, kind }] : [];
  });
  return (cells) =>
    looked.flatMap(({ column, kind }) =>
      meansNo(kind, sayingOf(meantBy((cells[column] ?? '').slice(0, LOOKED_AT_MAX)))) ? [column] : [],
    );
}
