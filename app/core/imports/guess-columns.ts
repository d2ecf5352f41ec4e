import type { ColumnLooks } from './column-looks.ts';
import { type NamedField, readColumnName } from './column-names.ts';
import type { ColumnDoubts } from './column-questions.ts';
import { guessConsents } from './guess-consents.ts';
import { guessPhone } from './guess-phone.ts';
import type { ImportField } from './import-fields.ts';
import { type KnownExport, knownExport } from './known-exports.ts';
import { plainName } from './plain-name.ts';

/** A column as it is guessed by: its place, its name and what its cells look like. */
export type GuessedBy = {
  column: number;
  /** '' where it has none. */
  name: string;
  looks: ColumnLooks;
  /** What a known tool means by it; undefined: it says nothing of it. */
  known: ImportField | null | undefined;
  /** Whether a known tool means e-mails by it. */
  ofEmail: boolean;
};

export type ColumnGuess = {
  columns: (ImportField | null)[];
  doubts: ColumnDoubts;
  /** The tool whose file it is; null: none that is known. */
  tool: string | null;
};

/**
 * What each column is, by its name and by the cells of the whole sample; null: nothing that is known. What could be
 * two things is neither, and is a doubt for the merchant: the phone and the consent are never taken on a guess.
 *
 * @param header names of the columns; null: the file has none.
 * @param looks of every column, also those without a name.
 */
export function guessColumns(header: readonly string[] | null, looks: readonly ColumnLooks[]): ColumnGuess {
  const tool = header === null ? undefined : knownExport(header);
  const all = looks.map((one, column): GuessedBy => {
    const name = header?.[column]?.trim() ?? '';
    const plain = plainName(name);
    return {
      column,
      name,
      looks: one,
      known: tool?.fields.get(plain),
      ofEmail: tool?.ofEmail.has(plain) === true,
    };
  });
  const columns: (ImportField | null)[] = all.map(() => null);
  const consents = guessConsents(all, columns);
  const phones = guessPhone(
    all.filter(({ column }) => columns[column] === null && consents.named[column] === null),
    columns,
  );
  guessOthers(all, columns, tool);
  const nos = consents.nosOf(columns);
  return {
    columns,
    doubts: {
      phones,
      consents: consents.doubtful,
      nos,
      unread: consents.unread,
      undated: consents.undated,
      ofTexts: consents.ofTexts,
      reads: consents.reads,
      named: consents.named,
    },
    tool: tool?.name ?? null,
  };
}

const OTHERS = ['first_name', 'last_name', 'full_name', 'email', 'locale', 'tags', 'country'] as const;

/** The rest is by name, the best of each; an address may also be known by its cells. */
function guessOthers(
  all: readonly GuessedBy[],
  columns: (ImportField | null)[],
  tool: KnownExport | undefined,
): void {
  const free = all.filter(({ column }) => columns[column] === null);
  const scored = free.flatMap((one) => {
    const read = one.name === '' ? undefined : readColumnName(one.name);
    if (one.known !== undefined && one.known !== null) {
      return [{ one, field: one.known, score: 200 }];
    }
    return read === undefined || read.kind === 'phone' || !fits(read.kind, one.looks)
      ? []
      : [{ one, field: read.kind, score: read.score }];
  });
  for (const field of OTHERS) {
    const [best] = scored
      .filter((one) => one.field === field)
      .sort((a, b) => b.score - a.score || b.one.looks.filled - a.one.looks.filled);
    if (best !== undefined) {
      columns[best.one.column] = field;
    }
  }
  if (!columns.includes('email')) {
    const [address] = free.filter(
      ({ column, looks }) =>
        columns[column] === null && looks.email * 5 >= looks.filled * 4 && looks.email > 0,
    );
    if (address !== undefined) {
      columns[address.column] = 'email';
    }
  }
  if (tool === undefined) {
    settleNames(all, columns);
  }
}

/** "Country" over 30 and 49 is a code to dial, and "Email" over yes and no is no address. */
function fits(field: Exclude<NamedField, 'phone'>, { filled, letters, email }: ColumnLooks): boolean {
  switch (field) {
    case 'email':
      return filled === 0 || email * 2 >= filled;
    case 'country':
      return filled === 0 || letters * 2 >= filled;
    default:
      return true;
  }
}

/** "Name" and its like are a whole name or a part of it: by what stands in them, and by what else there is. */
function settleNames(all: readonly GuessedBy[], columns: (ImportField | null)[]): void {
  const named = columns.flatMap((field, column) =>
    field === 'first_name' || field === 'last_name' || field === 'full_name' ? [column] : [],
  );
  const [only] = named;
  if (only === undefined) {
    return;
  }
  const looks = all[only]?.looks;
  if (named.length === 1 && looks !== undefined && looks.wordy * 2 > looks.filled) {
    columns[only] = 'full_name';
  }
  const whole = columns.indexOf('full_name');
  const single = all[whole]?.looks;
  if (
    columns.includes('first_name') &&
    !columns.includes('last_name') &&
    single !== undefined &&
    single.wordy * 2 <= single.filled
  ) {
    columns[whole] = 'last_name';
  }
}
