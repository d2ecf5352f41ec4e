import { namesNoNumber, readColumnName } from './column-names.ts';
import type { GuessedBy } from './guess-columns.ts';
import type { ImportField } from './import-fields.ts';

type Candidate = GuessedBy & { tier: number };

/**
 * Finds the column of the number that is texted: by its name, and by whether its cells are numbers that can be. Sets
 * it, or returns the columns that it may be; empty: there is none, or it is clear.
 */
export function guessPhone(free: readonly GuessedBy[], columns: (ImportField | null)[]): number[] {
  const taken = (one: GuessedBy | undefined): number[] => {
    if (one !== undefined) {
      columns[one.column] = 'phone';
    }
    return [];
  };
  const known = free.find((one) => one.known === 'phone');
  if (known !== undefined) {
    return taken(known);
  }
  const named = free.flatMap((one): Candidate[] => {
    const tier = one.known === null ? 0 : tierOf(one);
    return tier === 0 ? [] : [{ ...one, tier }];
  });
  const byCells = free.filter((one) => one.known === undefined && isByCells(one));
  const working = named.filter(({ looks }) => looks.mobile > 0);
  if (working.length === 0) {
    // None of the named ones has a number that can be texted: Excel may have shortened them, or they are landlines.
    const top = best(named);
    if (top.length === 1 && byCells.length === 0 && (top[0]?.tier ?? 0) > 1) {
      return taken(top[0]);
    }
    const only =
      byCells.length === 1 && top.every(({ looks }) => looks.filled === 0) ? byCells[0] : undefined;
    if (only !== undefined && only.looks.sure * 10 >= only.looks.filled * 8) {
      return taken(only);
    }
    return placesOf([...top, ...byCells]);
  }
  const top = best(working);
  const [first] = top;
  if (
    first === undefined ||
    first.tier === 1 ||
    !top.every(({ looks }) => looks.content === first.looks.content)
  ) {
    return placesOf(top);
  }
  // A lower column with far more numbers: "Mobile" of three, "Phone" of all.
  const rivals = working.filter(
    ({ tier, looks }) =>
      tier > 1 &&
      tier < first.tier &&
      (looks.mobile > 2 * first.looks.mobile ||
        (looks.mobile > first.looks.mobile && first.looks.mobile * 2 < first.looks.filled)),
  );
  return rivals.length > 0 ? placesOf([first, ...rivals]) : taken(first);
}

/** By its name; 0: it is no phone. "SMS" is one where numbers stand below it. */
function tierOf({ name, looks }: GuessedBy): number {
  const read = name === '' ? undefined : readColumnName(name);
  if (read?.kind === 'phone') {
    return read.tier;
  }
  return /^(sms|txt)$/i.test(name) && looks.mobile * 2 > looks.filled ? 4 : 0;
}

/** Without a name that says so: most of its cells can be texted. Digits alone are an id, a date or an order. */
const isByCells = ({ name, looks }: GuessedBy): boolean =>
  looks.mobile > 0 &&
  looks.mobile * 10 >= looks.filled * 6 &&
  (name === '' || (!namesNoNumber(name) && readColumnName(name) === undefined));

function best(candidates: readonly Candidate[]): Candidate[] {
  const tier = Math.max(...candidates.map((one) => one.tier));
  return candidates.filter((one) => one.tier === tier);
}

const placesOf = (all: readonly GuessedBy[]): number[] =>
  all.map(({ column }) => column).sort((a, b) => a - b);
