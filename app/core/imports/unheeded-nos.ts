import { meantBy } from './cell.ts';
import { type CellSays, sayingOf } from './cell-looks.ts';
import { type ColumnDoubts, type NoKind, tellsWho } from './column-questions.ts';
import type { ImportField } from './import-fields.ts';
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
  doubts: Pick<ColumnDoubts, 'reads' | 'ofTexts'>,
  columns: readonly (ImportField | null)[],
  leftOut: readonly number[],
): (cells: readonly string[]) => number[] {
  const told = tellsWho(doubts, columns);
  const looked = columns.flatMap((field, column) => {
    const reading = doubts.reads[column];
    const kind = told ? reading?.beside : reading?.alone;
    const isOpen = (field === null || field === 'tags') && !leftOut.includes(column);
    return isOpen && kind !== undefined && kind !== 'none' ? [{ column, kind }] : [];
  });
  const known = new Map<string, CellSays>();
  const saying = (cell: string): CellSays => {
    const text = cell.slice(0, LOOKED_AT_MAX);
    // Ids, amounts and numbers are half of a file, and say nothing.
    if (NUMBER.test(text)) {
      return 'other';
    }
    const says = known.get(text) ?? sayingOf(meantBy(text));
    // Most columns have few words; where each is new, none is worth keeping.
    if (known.size < WORDS_KEPT) {
      known.set(text, says);
    }
    return says;
  };
  return (cells) =>
    looked.flatMap(({ column, kind }) => (meansNo(kind, saying(cells[column] ?? '')) ? [column] : []));
}

const NUMBER = /^['+]?\d{2,}(?![\d/.-])|^\d+[.,]\d+$/;
const WORDS_KEPT = 10_000;
