import type { CellSays } from './cell-looks.ts';
import type { NoColumn, NoKind, NoReading } from './column-questions.ts';
import { type ConsentName, consentName, isAboutOptOut } from './consent-names.ts';
import type { GuessedBy } from './guess-columns.ts';
import type { ImportField } from './import-fields.ts';
import { plainName } from './plain-name.ts';
import { meansNo } from './unheeded-nos.ts';

type Named = GuessedBy & { said: ConsentName };

export type ConsentGuess = {
  /** Columns that may each say who agreed. */
  doubtful: number[];
  named: ('in' | 'out' | null)[];
  unread: { column: number; words: string[] }[];
  undated: { column: number; no: number; of: number }[];
  ofTexts: number[];
  reads: NoReading[];
  /** Where rows say no, once the other columns are known. */
  nosOf: (columns: readonly (ImportField | null)[]) => NoColumn[];
};

/**
 * Finds the columns of consent, of opt-outs and of their dates, and sets them. A column for texts comes before one that
 * does not say what for; one for e-mails or another channel is never taken.
 */
export function guessConsents(all: readonly GuessedBy[], columns: (ImportField | null)[]): ConsentGuess {
  const named = all.flatMap((one): Named[] => {
    const said = one.name === '' || one.known === null ? undefined : consentName(one.name);
    return said === undefined ? [] : [{ ...one, said: one.ofEmail ? { ...said, channel: 'email' } : said }];
  });
  const about = named.filter(({ said }) => said.channel === 'sms' || said.channel === 'any');
  const known = all.find((one) => one.known === 'consent');
  const candidates = about.filter((one) => one.said.says !== 'out' && !isDated(one) && isWordy(one));
  const doubtful: number[] = [];
  const chosen = known === undefined ? unique(best(candidates), doubtful) : known;
  if (chosen !== undefined) {
    columns[chosen.column] = 'consent';
  }
  const outs = about.filter(({ said, column }) => said.says === 'out' && columns[column] === null);
  for (const one of outs.filter((out) => !isDated(out))) {
    columns[one.column] = 'opt_out';
  }
  setOutDates(all, outs.filter(isDated), columns);
  const inDate = all.find((one) => one.known === 'consent_date') ?? onlyOne(best(about.filter(isInDate)));
  if (inDate !== undefined && columns[inDate.column] === null) {
    columns[inDate.column] = 'consent_date';
  }
  const isSms =
    known !== undefined || named.some((one) => one.column === chosen?.column && one.said.channel === 'sms');
  const reads = all.map((one): NoReading => {
    const said = named.find(({ column }) => column === one.column)?.said;
    return one.known === null ? { alone: 'none', beside: 'none' } : readingOf(one, said, isSms);
  });
  return {
    doubtful,
    reads,
    ofTexts: named.filter(({ said }) => said.channel === 'sms').map(({ column }) => column),
    undated: about.filter(isInDate).flatMap(({ column, looks }) => {
      const no = looks.says.length - looks.filled;
      return no === 0 ? [] : [{ column, no, of: looks.says.length }];
    }),
    unread: about.flatMap((one) =>
      one.said.says !== 'out' && !isDated(one) && !isWordy(one) ? wordsIn(one) : [],
    ),
    named: all.map(({ column }) => {
      const said = named.find((one) => one.column === column)?.said;
      return said === undefined || said.says === 'status' ? null : said.says;
    }),
    nosOf: (settled) =>
      all.flatMap((one) => {
        const said = named.find(({ column }) => column === one.column)?.said;
        const isSame = candidates.some(({ column }) => column === one.column) && agrees(one, chosen);
        return isSame && settled[one.column] === null
          ? []
          : noOf(one, reads[one.column], said, settled[one.column] ?? null);
      }),
  };
}

/** A mere "no" below another name, or one of e-mails, counts only where nothing tells who agreed to texts. */
function readingOf({ name }: GuessedBy, said: ConsentName | undefined, isSms: boolean): NoReading {
  const isOut = said?.says === 'out' || (said === undefined && isAboutOptOut(name));
  const ofEmail = isOfEmail(said);
  if (isOut) {
    return { alone: 'out', beside: ofEmail ? 'none' : 'out' };
  }
  if (said === undefined) {
    return { alone: isHarmless(name) ? 'strong' : 'no', beside: 'strong' };
  }
  return { alone: 'no', beside: ofEmail ? 'none' : said.channel === 'sms' || !isSms ? 'no' : 'strong' };
}

const isOfEmail = (said: ConsentName | undefined): boolean =>
  said?.channel === 'email' || said?.channel === 'other';

/** How many rows of a column say no, and whether that is to be asked. */
function noOf(
  { column, looks }: GuessedBy,
  reading: NoReading | undefined,
  said: ConsentName | undefined,
  field: ImportField | null,
): NoColumn[] {
  if (reading === undefined || (field !== null && !CARRIES.has(field))) {
    return [];
  }
  const count = (kind: NoKind) => looks.says.filter((one) => meansNo(kind, one)).length;
  const no = count(reading.alone);
  return no === 0
    ? []
    : [{ column, no, of: looks.says.length, always: count(reading.beside) > 0, ofEmail: isOfEmail(said) }];
}

/** Fields below which a no may stand as well. */
const CARRIES: ReadonlySet<ImportField> = new Set<ImportField>([
  'consent',
  'opt_out',
  'opt_out_date',
  'tags',
]);
/** Yes and no, nought and one of other things. */
const HARMLESS: ReadonlySet<string> = new Set(
  `
  tax exempt verified guest married gender sex children kids total order orders purchase purchases spent spend
  count number amount price age zip rating points balance id refund refunds paid fulfilled gift wholesale
  shipping return returns visit visits click clicks open opens sent birthday company city value revenue score
  quantity qty year
`
    .trim()
    .split(/\s+/),
);
const isHarmless = (name: string): boolean =>
  plainName(name)
    .split(' ')
    .some((word) => HARMLESS.has(word) || /^\d+$/.test(word));

/** Its cells are the words of a consent; a name for texts is believed without. */
function isWordy({ said, looks }: Named): boolean {
  if (looks.filled === 0 || (said.channel === 'sms' && said.says === 'in')) {
    return true;
  }
  const read = looks.says.filter((one) => one !== 'other' && one !== 'blank' && one !== 'date').length;
  const words = looks.says.some((one) => one.endsWith('!') || one === 'yes' || one === 'no');
  return words && read * 10 >= looks.filled * 6;
}

/** A few words again and again are an answer; as many as there are rows are something else. */
function wordsIn({ column, looks }: Named): { column: number; words: string[] }[] {
  const words = [...new Set(looks.content.split('\n'))].filter((word) => word !== '');
  const isAnswer =
    words.length <= WORDS_MAX && words.every((word) => word.length <= 40 && /\p{L}/u.test(word));
  return isAnswer ? [{ column, words: words.slice(0, 3) }] : [];
}
const WORDS_MAX = 10;

const isDated = ({ said, looks }: Named): boolean =>
  looks.filled === 0 ? said.when : looks.date * 2 > looks.filled;
const isInDate = (one: Named): boolean => one.said.says === 'in' && isDated(one);

/** Those for texts; if there are none, those that do not say what for. */
function best(candidates: readonly Named[]): Named[] {
  const sms = candidates.filter(({ said }) => said.channel === 'sms');
  return sms.length > 0 ? sms : [...candidates];
}

/** The one, or the first of several that say the same in every row; else they are doubtful. */
function unique(candidates: readonly Named[], doubtful: number[]): Named | undefined {
  const [first] = candidates;
  if (candidates.every((one) => agrees(one, first))) {
    return first;
  }
  doubtful.push(...candidates.map(({ column }) => column));
  return undefined;
}

const onlyOne = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

const MEANS: Readonly<Partial<Record<CellSays, 'yes' | 'no'>>> = {
  yes: 'yes',
  'yes!': 'yes',
  no: 'no',
  'no!': 'no',
};
const agrees = (one: GuessedBy, other: GuessedBy | undefined): boolean =>
  other !== undefined &&
  one.looks.says.every((said, row) => MEANS[said] === MEANS[other.looks.says[row] ?? 'blank']);

/**
 * A day of an opt-out is only the day of it where the column of consent says no in each of these rows; else it says so
 * itself. DANGER: beside a mere mark of opt-outs it stays one as well, because a row further down may have the day only.
 */
function setOutDates(
  all: readonly GuessedBy[],
  dates: readonly Named[],
  columns: (ImportField | null)[],
): void {
  const rows = all[0]?.looks.says.length ?? 0;
  const consent = all.find(({ column }) => columns[column] === 'consent');
  const saysNo = (row: number): boolean => meansNo('no', consent?.looks.says[row] ?? 'blank');
  for (const one of best(dates).concat(dates.filter((date) => !best(dates).includes(date)))) {
    const covered = Array.from({ length: rows }, (_, row) => row).every(
      (row) => one.looks.says[row] === 'blank' || saysNo(row),
    );
    const isDate = covered && one.looks.filled > 0 && !columns.includes('opt_out_date');
    columns[one.column] = isDate ? 'opt_out_date' : 'opt_out';
  }
}
