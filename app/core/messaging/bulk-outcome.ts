import { parseExactJson } from '../parse-exact-json.ts';
import { type Answer, isFailureCode, itemsOf, namedItems, readAnswer, wordsOf } from './bulk-answer.ts';
import { excerpt } from './excerpt.ts';
import { matchItems, refusedItems } from './match-items.ts';
import { namedInRefusal, type SentMessage } from './named-in-refusal.ts';
import { parseRetryAfter } from './retry.ts';

/**
 * What was seen of one bulk call. `not_written`: the connection failed before the last byte of the request was
 * handed over. `lost`: it was written and no whole answer came.
 */
export type BulkObservation =
  | { kind: 'not_connected'; cause: string }
  | { kind: 'not_written'; cause: string }
  | { kind: 'lost'; cause: 'timeout' | 'reset' | 'closed' }
  | { kind: 'answered'; status: number; retryAfter?: string; body: string };

/**
 * What that means. Only `not_sent` may be tried again by itself; what a `rejected_items` does not name was not sent
 * either and may be sent without them. A `rejected` of `some` is about messages that it does not name for certain: sent
 * in halves it will. `ids` and every `index` are in the order of the request. In a
 * `partly_accepted`, `accepted` may be empty. `code`, `cause` are for machines, `why` for the operator; none of
 * them, nor `reason` or `raw`, holds a phone number.
 */
export type BulkOutcome =
  | { class: 'not_sent'; why: string; code: string; retryAfterSeconds?: number }
  | { class: 'rejected'; scope: 'account' | 'too_large' | 'some' | 'batch'; why: string; code: string }
  | { class: 'rejected_items'; items: { index: number; reason: string }[] }
  | { class: 'accepted'; bulkId: string; ids: string[] }
  | {
      class: 'partly_accepted';
      bulkId: string;
      accepted: { index: number; id: string }[];
      refused: { index: number; reason: string }[];
    }
  | { class: 'unknown'; cause: string; raw: string };

type Sent = readonly SentMessage[];

/** 429 is always retryable; `retryableStatuses` is what an operator adds on Mitto's word. `now` dates a Retry-After. */
export type ClassifyOptions = { retryableStatuses: readonly number[]; now: Date };

type Answered = Extract<BulkObservation, { kind: 'answered' }>;

const WHY_CHARACTERS_MAX = 200;
const RAW_CHARACTERS_MAX = 500;
// The table's own, and three more that can only mean "not processed": 402 no money, 405 and 415 wrong call.
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 402, 403, 404, 405, 413, 415, 422]);
const ACCOUNT_REFUSALS: ReadonlySet<number> = new Set([401, 402, 403]);
const UNITS = '(?:messages|items|recipients|destinations|batch|bulk|payload|request|body|entity)';
const EXCESS = '(?:too (?:many|large|big|long)|exceed\\w*|more than|at most|maximum|limit\\w*)';
const TOO_LARGE = new RegExp(
  `\\b${EXCESS}\\b.{0,80}\\b${UNITS}\\b|\\b${UNITS}\\b.{0,80}\\b${EXCESS}\\b`,
  'i',
);
const TOO_FAST = /too many requests|\brate\b|per (?:second|minute)/i;

/**
 * What a bulk call's end means for its texts: the table "What an answer means" of the carrier's contract, one
 * branch a row. Where anything is in doubt the answer is `unknown`: a text called unknown costs a question, a text
 * wrongly called unsent reaches somebody twice.
 */
export function classifyBulkOutcome(
  seen: BulkObservation,
  sent: Sent,
  options: ClassifyOptions,
): BulkOutcome {
  switch (seen.kind) {
    case 'not_connected':
      return notSent('not_connected', `No connection to Mitto (${excerpt(seen.cause, WHY_CHARACTERS_MAX)})`);
    case 'not_written':
      return notSent(
        'not_written',
        `The request was not fully sent (${excerpt(seen.cause, WHY_CHARACTERS_MAX)})`,
      );
    case 'lost':
      return { class: 'unknown', cause: seen.cause, raw: '' };
    case 'answered':
      return seen.status >= 200 && seen.status <= 299
        ? classifySuccess(seen, sent)
        : classifyFailure(seen, sent, options);
  }
}

function classifySuccess(seen: Answered, sent: Sent): BulkOutcome {
  const answer = readAnswer(seen.body);
  if (answer === undefined) {
    return unknown(seen, 'unreadable');
  }
  const items = itemsOf(answer);
  if (isFailureCode(answer.responsecode)) {
    // The older API refuses inside a 200. With ids beside the refusal it is anybody's guess.
    return items.some((item) => item.id !== undefined)
      ? unknown(seen, 'contradictory')
      : rejected('batch', `response_${excerpt(answer.responsecode, 20)}`, answer);
  }
  if (answer.bulkid === undefined) {
    return unknown(seen, 'no_bulk_id');
  }
  const matched = matchItems(items, namedItems(answer), sent);
  if (!matched.ok) {
    return unknown(seen, matched.cause);
  }
  const { accepted, refused } = matched;
  return refused.length === 0
    ? { class: 'accepted', bulkId: answer.bulkid, ids: accepted.map(({ id }) => id) }
    : { class: 'partly_accepted', bulkId: answer.bulkid, accepted, refused };
}

function classifyFailure(seen: Answered, sent: Sent, options: ClassifyOptions): BulkOutcome {
  const { status } = seen;
  const answer = readAnswer(seen.body);
  const code = `http_${status}`;
  if (
    answer !== undefined &&
    (answer.bulkid !== undefined || itemsOf(answer).some(({ id }) => id !== undefined))
  ) {
    return unknown(seen, 'contradictory');
  }
  if (status === 429 || (status >= 300 && options.retryableStatuses.includes(status))) {
    const retryAfterSeconds = parseRetryAfter(seen.retryAfter, options.now);
    const outcome = notSent(code, `Mitto asks to slow down or come back later (${status})`);
    return retryAfterSeconds === undefined ? outcome : { ...outcome, retryAfterSeconds };
  }
  if (!REFUSALS.has(status)) {
    return unknown(seen, 'ambiguous');
  }
  if (answer === undefined) {
    return isGatewayPage(seen)
      ? rejected(status === 413 && sent.length > 1 ? 'too_large' : scopeOf(status), code, undefined)
      : unknown(seen, 'unreadable');
  }
  if (isTooLarge(status, answer) && sent.length > 1) {
    return rejected('too_large', code, answer);
  }
  if (status !== 400 && status !== 422) {
    return rejected(scopeOf(status), code, answer);
  }
  const named = namedInRefusal(parseExactJson(seen.body.replace(/^\uFEFF/, ''))?.json, sent);
  if (named.kind === 'items') {
    return { class: 'rejected_items', items: named.items };
  }
  const items = refusedItems(itemsOf(answer), namedItems(answer), sent);
  if (items.length > 0) {
    return { class: 'rejected_items', items };
  }
  const numbered =
    namedItems(answer).length > 0 || itemsOf(answer).some(({ reason }) => reason !== undefined);
  return rejected(sent.length > 1 && (named.kind === 'some' || numbered) ? 'some' : 'batch', code, answer);
}

function scopeOf(status: number): 'account' | 'batch' {
  return ACCOUNT_REFUSALS.has(status) ? 'account' : 'batch';
}

function isTooLarge(status: number, answer: Answer): boolean {
  // What is said of one message's field ("messages[3].sms.text: exceeds …") says nothing of the call's size.
  const text = wordsOf(answer).replace(/\$?\.?\bmessages\[\d+\][\w.]*/gi, '');
  return (
    status === 413 || ((status === 400 || status === 422) && TOO_LARGE.test(text) && !TOO_FAST.test(text))
  );
}

/** A page that a gateway before Mitto answers by itself, and which says so: no message was looked at. */
function isGatewayPage({ status, body }: Answered): boolean {
  const says = new RegExp(`^\\s*(?:<[^]*<(?:title|h1)>\\s*)?${status}\\b`, 'i');
  return (status === 401 || status === 403 || status === 413) && says.test(body.slice(0, 2_000));
}

function notSent(code: string, why: string): BulkOutcome & { class: 'not_sent' } {
  return { class: 'not_sent', why, code };
}

function rejected(
  scope: 'account' | 'too_large' | 'some' | 'batch',
  code: string,
  answer: Answer | undefined,
): BulkOutcome {
  const said = answer === undefined ? '' : excerpt(wordsOf(answer), WHY_CHARACTERS_MAX);
  return { class: 'rejected', scope, why: said || 'Mitto gave no reason', code };
}

function unknown({ status, body }: Answered, cause: string): BulkOutcome {
  return { class: 'unknown', cause: `http_${status}_${cause}`, raw: excerpt(body, RAW_CHARACTERS_MAX) };
}
