import { randomUUID } from 'node:crypto';
import type { Acceptance, AnswerItem } from './answers.ts';
import type { Behaviour } from './behaviours.ts';
import { type DeliveryPlan, planDelivery } from './delivery-plan.ts';
import type { AcceptedMessage } from './log-format.ts';
import { encodeMessageId } from './message-id.ts';
import { countParts } from './parts.ts';
import { below, type Random } from './random.ts';
import type { BulkMessage } from './send-request.ts';
import type { Settings } from './settings.ts';

export interface CallFacts {
  call: number;
  atMs: number;
  behaviour: Behaviour;
  /** Ordinal in the log that the first accepted message gets. */
  firstOrdinal: number;
}

export interface TakenMessages {
  accepted: AcceptedMessage[];
  /** One per accepted message. */
  plans: DeliveryPlan[];
  acceptance: Acceptance;
}

/** Accepts every message whose position is not in `rejected`: its id, its log line, its fate and its reports. */
export function takeMessages(
  messages: readonly BulkMessage[],
  rejected: ReadonlySet<number>,
  facts: CallFacts,
  settings: Settings,
  random: Random,
): TakenMessages {
  // Not seeded: two runs with one seed and one database between them must not give out the same bulk id.
  const bulkId = randomUUID();
  const at = new Date(facts.atMs).toISOString();
  const accepted: AcceptedMessage[] = [];
  const plans: DeliveryPlan[] = [];
  const items = messages.map((message, item): AnswerItem => {
    if (rejected.has(item)) {
      return rejectedItem(message, settings);
    }
    const plan = planDelivery(message.destination, settings, random);
    const messageId = encodeMessageId(facts.atMs, facts.firstOrdinal + accepted.length, random);
    plans.push(plan);
    accepted.push(acceptedLine(message, item, { ...facts, at, bulkId, messageId }, plan));
    return settings.references.inAnswer
      ? { trafficAccountId: message.trafficAccountId, messageId, reference: message.reference ?? null }
      : { trafficAccountId: message.trafficAccountId, messageId };
  });
  const surplus = {
    trafficAccountId: messages[0]?.trafficAccountId ?? '',
    messageId: encodeMessageId(facts.atMs, 0xffff_fff1, random),
  };
  const shuffled = facts.behaviour === 'accept-shuffled' ? shuffle(items, random) : items;
  return { accepted, plans, acceptance: { status: settings.acceptStatus, bulkId, items, shuffled, surplus } };
}

function acceptedLine(
  message: BulkMessage,
  item: number,
  facts: CallFacts & { at: string; bulkId: string; messageId: string },
  plan: DeliveryPlan,
): AcceptedMessage {
  return {
    kind: 'accepted',
    at: facts.at,
    call: facts.call,
    item,
    behaviour: facts.behaviour,
    bulkId: facts.bulkId,
    messageId: facts.messageId,
    trafficAccountId: message.trafficAccountId,
    destination: message.destination,
    sender: message.sms.sender,
    text: message.sms.text,
    reference: message.reference ?? undefined,
    parts: countParts(message.sms.text),
    outcome: plan.outcome,
    outcomeAt: new Date(facts.atMs + plan.outcomeAfterMs).toISOString(),
    description: plan.description,
    errorcode: plan.errorcode,
  };
}

function rejectedItem(message: BulkMessage, settings: Settings): AnswerItem {
  return {
    trafficAccountId: message.trafficAccountId,
    messageId: null,
    ...echoed(message, settings),
    error: { code: 'INVALID_DESTINATION', message: 'The destination cannot be reached.' },
  };
}

const echoed = (message: BulkMessage, settings: Settings) =>
  settings.references.inAnswer ? { reference: message.reference ?? null } : {};

/** Never the order it was in, where there are two or more. */
function shuffle<T>(items: readonly T[], random: Random): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    // Sattolo's variant: j is never i, so that no item stays where it was.
    swap(shuffled, i, below(random, i));
  }
  return shuffled;
}

function swap<T>(items: T[], i: number, j: number): void {
  const [a, b] = [items[i], items[j]];
  if (a !== undefined && b !== undefined) {
    items[i] = b;
    items[j] = a;
  }
}
