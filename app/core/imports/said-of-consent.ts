import { type LocalTime, readMoment } from './consent-date.ts';
import { readConsentWord, readOptOut } from './consent-word.ts';
import type { ImportSettings } from './import-settings.ts';
import type { RowProblem } from './row-problems.ts';

/** The cells of a row that may say something of consent. Null: the file has no such column. */
export type SaidCells = {
  word: string | null;
  date: string;
  optOuts: readonly string[];
  optOutDate: string | null;
};

export type Said = { ok: true; says: boolean | null; at: string | null } | { ok: false; reason: RowProblem };

/** A day that has begun somewhere on earth is not ahead: it does in Kiribati fourteen hours before it does in UTC. */
const FIRST_ZONE_MS = 14 * 3_600_000;

const NOTHING: Said = { ok: true, says: null, at: null };

/**
 * What rows say of consent. A no counts whatever the merchant says of the file; a yes only on their word, from a source and with a
 * date. A yes counts from the beginning of its day, a no to the end of its own: a no must not lose against the yes that it
 * took back. A no without a date of its own is newer than anything.
 */
export function consentJudge(
  { consent, dateOrder }: ImportSettings,
  {
    now,
    localTime = null,
    dateIsOfYes = false,
  }: { now: string; localTime?: LocalTime | null; dateIsOfYes?: boolean },
) {
  const moment = (text: string) => readMoment(text, dateOrder, localTime);

  /** The latest that a no can be; null: newer than anything. */
  const latest = (text: string): string | null => {
    const at = moment(text);
    return at.ok && at.to < now ? at.to : null;
  };

  /** What the row says against texts, and since when. Undefined: nothing. `dated`: it is no more than a day in the past. */
  function noOf({
    word,
    date,
    optOuts,
    optOutDate,
  }: SaidCells): { at: string | null; dated: boolean } | undefined {
    const said = optOuts.filter((cell) => readOptOut(cell) === 'no');
    const isWord = word !== null && readConsentWord(word) === 'no';
    const hasDate = optOutDate !== null && readOptOut(optOutDate) === 'no';
    if (isWord) {
      const own = hasDate ? optOutDate : optOutDate === null && !dateIsOfYes ? date : '';
      return { at: own === '' ? null : latest(own), dated: false };
    }
    if (said.length > 0 || hasDate) {
      // A flag has no day of its own; a day that cannot be read may be any.
      const days = said.map((cell) => (moment(cell).ok ? latest(cell) : undefined));
      const known = [...days, ...(hasDate ? [latest(optOutDate)] : [])].filter((day) => day !== undefined);
      const isFlag = said.some((cell) => !moment(cell).ok);
      const at =
        known.length === 0 || known.includes(null)
          ? null
          : known.reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b));
      return { at: at ?? null, dated: !isFlag && at !== null };
    }
    return undefined;
  }

  function yesOf(date: string): { ok: true; at: string } | { ok: false; reason: RowProblem } {
    const text = date !== '' ? date : consent.kind === 'given' ? consent.date : null;
    if (text === null) {
      return { ok: false, reason: 'consent_without_date' };
    }
    const at = moment(text);
    if (!at.ok) {
      return at;
    }
    const isExact = at.from === at.to;
    const began = new Date(
      Date.parse(at.from) - (isExact || localTime !== null ? 0 : FIRST_ZONE_MS),
    ).toISOString();
    return began > now
      ? { ok: false, reason: 'future_date' }
      : { ok: true, at: at.from > now ? now : at.from };
  }

  return {
    saysNo: (cells: SaidCells): boolean => noOf(cells) !== undefined,

    judge(cells: SaidCells): Said {
      const no = noOf(cells);
      const word = cells.word === null ? 'yes' : readConsentWord(cells.word);
      // A day in the past at which they left, and a later one at which they came back.
      const isBack = no?.dated === true && word === 'yes' && isAfter(cells.date, no.at);
      if (no !== undefined && !isBack) {
        return { ok: true, says: false, at: no.at };
      }
      if (word === 'unreadable') {
        return { ok: false, reason: 'consent_unreadable' };
      }
      if (word !== 'yes' || consent.kind === 'none') {
        return NOTHING;
      }
      const yes = yesOf(cells.date);
      return yes.ok ? { ok: true, says: true, at: yes.at } : yes;
    },
  };

  function isAfter(date: string, no: string | null): boolean {
    const yes = date === '' ? undefined : moment(date);
    return yes?.ok === true && no !== null && yes.from > no && yes.from <= now;
  }
}
