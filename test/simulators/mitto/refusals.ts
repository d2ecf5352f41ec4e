import { type Answer, invalid, refusingAnswer, tooMany } from './answers.ts';
import { type Directive, isRefusing } from './behaviours.ts';
import { below, type Random } from './random.ts';
import type { BulkMessage, BulkRequest } from './send-request.ts';
import type { Settings } from './settings.ts';

/** A call that is not taken: what the log says about it, and what the caller hears. */
export interface Refusal {
  behaviour: string;
  reason: string;
  messages: number;
  items?: number[];
  answer: Answer;
}

/** Why a call is not taken as it is; undefined when it is (or when only some of its items are refused). */
export function refusalOf(
  settings: Settings,
  directive: Directive,
  parsed: BulkRequest,
  random: Random,
): Refusal | undefined {
  const { behaviour } = directive;
  const messages = parsed.ok ? parsed.messages.length : parsed.count;
  const retryAfterSeconds = directive.retryAfterSeconds ?? settings.retryAfterSeconds;
  // What a gateway says, it says without having looked at the messages.
  if (isRefusing(behaviour) && behaviour !== '400-item') {
    const answer = refusingAnswer(behaviour, { messages, items: [], retryAfterSeconds });
    return { behaviour, reason: 'as set', messages, answer };
  }
  if (!parsed.ok) {
    const answer = invalid(parsed.errors);
    return {
      behaviour: 'invalid',
      reason: Object.keys(parsed.errors).join(', '),
      messages,
      items: parsed.items,
      answer,
    };
  }
  if (messages > settings.limits.maxMessages) {
    const answer = tooMany(messages, settings.limits.maxMessages);
    return {
      behaviour: 'message-limit',
      reason: `more than ${settings.limits.maxMessages}`,
      messages,
      answer,
    };
  }
  const bad = badItems(settings, parsed.messages);
  if (bad.length > 0 && settings.badNumbers.answer === 'fail-batch') {
    const answer = refusingAnswer('400-item', { messages, items: bad, retryAfterSeconds });
    return {
      behaviour: 'bad-numbers',
      reason: 'destinations cannot be reached',
      messages,
      items: bad,
      answer,
    };
  }
  if (behaviour === '400-item') {
    const items = directive.items?.filter((item) => item < messages) ?? [below(random, messages)];
    const answer = refusingAnswer(behaviour, { messages, items, retryAfterSeconds });
    return { behaviour, reason: 'as set', messages, items, answer };
  }
  return undefined;
}

/** Positions of the numbers that the settings call bad. */
export function badItems(settings: Settings, messages: readonly BulkMessage[]): number[] {
  const { prefixes } = settings.badNumbers;
  if (prefixes.length === 0) {
    return [];
  }
  return messages.flatMap(({ destination }, item) =>
    prefixes.some((prefix) => destination.startsWith(prefix)) ? [item] : [],
  );
}
