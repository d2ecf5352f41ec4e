import { TEST_NUMBERS_MAX } from '../../core/campaigns/audience.ts';
import { type MergeField, mergeFieldProblem } from '../../core/contacts/merge-fields.ts';
import { parseSender } from '../../core/messaging/sender.ts';
import { countrySenderProblem } from '../../core/messaging/sender-rules.ts';
import { tidySenders } from '../../core/messaging/senders-by-country.ts';
import { isLinkDomain, optOutLineProblem } from '../../core/messaging/wording.ts';
import type { ShopSettings } from '../../core/shops/shop-events.ts';
import { countryName } from '../formats.ts';
import { settingsTexts as t } from '../texts/settings.ts';

/** The sender of a country that has one of its own, as it is typed. */
export type CountrySender = { country: string; sender: string };

/** The settings as they are typed: everything is text until it is saved. */
export type SettingsDraft = {
  sender: string;
  senders: CountrySender[];
  timeZone: string;
  quiet: boolean;
  quietFrom: string;
  quietUntil: string;
  capHours: string;
  maxCreditsPerText: string;
  optOutLine: string;
  ownLinkDomain: string;
  /** Null: every country that has a price. */
  allowedCountries: string[] | null;
  mergeFields: MergeField[];
  /** One on each line. */
  testNumbers: string;
};
/** The settings and the merchant's own phones, which are no setting of which events tell. */
export type SavedSettings = ShopSettings & { mergeFields: MergeField[]; testNumbers: string[] };
export type SettingsProblems = Partial<Record<keyof SavedSettings, string>>;

const QUIET_FROM = '21:00';
const QUIET_UNTIL = '09:00';

export function draftOf(settings: SavedSettings): SettingsDraft {
  return {
    sender: settings.sender ?? '',
    senders: Object.entries(settings.senders).map(([country, sender]) => ({ country, sender })),
    timeZone: settings.timeZone,
    quiet: settings.quietFrom !== null,
    quietFrom: settings.quietFrom ?? QUIET_FROM,
    quietUntil: settings.quietUntil ?? QUIET_UNTIL,
    capHours: settings.capHours?.toString() ?? '',
    maxCreditsPerText: settings.maxCreditsPerText?.toString() ?? '',
    optOutLine: settings.optOutLine,
    ownLinkDomain: settings.ownLinkDomain ?? '',
    allowedCountries: settings.allowedCountries,
    mergeFields: settings.mergeFields,
    testNumbers: settings.testNumbers.join('\n'),
  };
}

/** What was typed as settings, or what is wrong with each field. */
export function readDraft(
  draft: SettingsDraft,
): { ok: true; settings: SavedSettings } | { ok: false; problems: SettingsProblems } {
  const problems: SettingsProblems = {};
  const sender = draft.sender.trim() === '' ? null : draft.sender.trim();
  if (sender !== null) {
    const parsed = parseSender(sender);
    if (!parsed.ok) {
      problems.sender = parsed.problem;
    }
  }
  const wrong = draft.senders.find((one) => countrySenderProblem(one.sender, one.country) !== undefined);
  if (wrong !== undefined) {
    problems.senders = t.senderWrong(countryName(wrong.country));
  }
  if (draft.quiet && (draft.quietFrom === '' || draft.quietUntil === '')) {
    problems.quietFrom = t.quietMissing;
  } else if (draft.quiet && draft.quietFrom === draft.quietUntil) {
    problems.quietFrom = t.quietSame;
  }
  const capHours = wholeNumber(draft.capHours);
  if (capHours === undefined) {
    problems.capHours = t.wholeNumber;
  }
  const maxCreditsPerText = wholeNumber(draft.maxCreditsPerText);
  if (maxCreditsPerText === undefined) {
    problems.maxCreditsPerText = t.wholeNumber;
  }
  const optOutLine = draft.optOutLine.trim();
  const lineProblem = optOutLineProblem(optOutLine);
  if (lineProblem !== undefined) {
    problems.optOutLine = lineProblem;
  }
  const ownLinkDomain = draft.ownLinkDomain.trim().toLowerCase() || null;
  if (ownLinkDomain !== null && !isLinkDomain(ownLinkDomain)) {
    problems.ownLinkDomain = t.linkDomainWrong;
  }
  if (draft.allowedCountries?.length === 0) {
    problems.allowedCountries = t.countriesMissing;
  }
  const mergeFields = draft.mergeFields.map(({ tag, source }) => ({
    tag: tag.trim(),
    source: source.trim(),
  }));
  if (mergeFields.some((field) => mergeFieldProblem(field, mergeFields) !== undefined)) {
    problems.mergeFields = t.fieldsWrong;
  }
  // Whether each is a mobile number is found by the server: what knows it is too large for a browser.
  const testNumbers = draft.testNumbers
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  if (testNumbers.length > TEST_NUMBERS_MAX) {
    problems.testNumbers = t.testNumbersTooMany(TEST_NUMBERS_MAX);
  }
  if (capHours === undefined || maxCreditsPerText === undefined || Object.keys(problems).length > 0) {
    return { ok: false, problems };
  }
  return {
    ok: true,
    settings: {
      sender,
      senders: tidySenders(Object.fromEntries(draft.senders.map((one) => [one.country, one.sender]))),
      timeZone: draft.timeZone,
      quietFrom: draft.quiet ? draft.quietFrom : null,
      quietUntil: draft.quiet ? draft.quietUntil : null,
      capHours,
      maxCreditsPerText,
      optOutLine,
      ownLinkDomain,
      allowedCountries: draft.allowedCountries,
      mergeFields,
      testNumbers,
    },
  };
}

/** Null for an empty field, undefined for what is no number. */
function wholeNumber(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') {
    return null;
  }
  return /^[1-9]\d{0,5}$/.test(trimmed) ? Number(trimmed) : undefined;
}
