import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { acceptingAnswer, problem, statusOf } from './answers.ts';
import { type Behaviour, type Directive, isRefusing } from './behaviours.ts';
import type { Carrier } from './carrier.ts';
import type { DeliveryPlan } from './delivery-plan.ts';
import { below, chance, fraction, type Random, seededRandom } from './random.ts';
import { badItems, type Refusal, refusalOf } from './refusals.ts';
import { firstEntry } from './report-entry.ts';
import { readBody, respond } from './respond.ts';
import { type BulkMessage, parseBulkRequest } from './send-request.ts';
import { rollBehaviour } from './settings.ts';
import { takeMessages } from './take-messages.ts';

/** `POST …/sendmessagesbulk`: chooses what this call meets, makes the truth durable, then answers or fails to. */
export async function handleSendCall(carrier: Carrier, request: IncomingMessage, response: ServerResponse) {
  const { limits } = carrier.settings;
  const body = await readBody(request, limits.maxBodyBytes);
  if (body.kind === 'aborted') {
    return;
  }
  const number = carrier.store.nextCall();
  const call: Call = { number, atMs: Date.now(), random: seededRandom(carrier.seed, number) };
  if (!carrier.isAuthorised(request)) {
    const answer = problem(403, 'The API key is not valid.');
    return refuse(carrier, response, call, {
      behaviour: 'wrong-key',
      reason: 'wrong API key',
      messages: 0,
      answer,
    });
  }
  const directive = carrier.next.shift() ?? { behaviour: rollBehaviour(carrier.settings, call.random) };
  call.latencyMs = directive.latencyMs ?? latencyOf(carrier, call.random);
  if (body.kind === 'too-large') {
    const answer = problem(
      413,
      `The request body is too large: at most ${limits.maxBodyBytes} bytes are allowed.`,
    );
    const reason = `${body.bytes} bytes`;
    return refuse(carrier, response, call, { behaviour: 'body-limit', reason, messages: 0, answer });
  }
  const parsed = parseBulkRequest(body.text, carrier.trafficAccounts);
  const refusal = refusalOf(carrier.settings, directive, parsed, call.random);
  return refusal !== undefined
    ? refuse(carrier, response, call, refusal)
    : accept(carrier, response, call, directive, parsed.ok ? parsed.messages : []);
}

interface Call {
  number: number;
  atMs: number;
  random: Random;
  latencyMs?: number;
}

async function refuse(
  carrier: Carrier,
  response: ServerResponse,
  call: Call,
  refusal: Refusal,
): Promise<void> {
  const { answer, ...facts } = refusal;
  const at = new Date(call.atMs).toISOString();
  carrier.count(facts.behaviour);
  await carrier.store.append([
    { kind: 'refused', at, call: call.number, status: statusOf(answer), ...facts },
  ]);
  await delay(call);
  respond(response, answer);
}

async function accept(
  carrier: Carrier,
  response: ServerResponse,
  call: Call,
  directive: Directive,
  messages: readonly BulkMessage[],
): Promise<void> {
  const { settings, store } = carrier;
  const rejected = rejectedItems(carrier, directive, messages, call.random);
  const behaviour: Behaviour =
    rejected.size > 0 && directive.behaviour === 'accept' ? 'partial' : directive.behaviour;
  const firstOrdinal = store.count;
  const facts = { call: call.number, atMs: call.atMs, behaviour, firstOrdinal };
  const { accepted, plans, acceptance } = takeMessages(messages, rejected, facts, settings, call.random);
  const at = new Date(call.atMs).toISOString();
  const items = [...rejected];
  const refused = {
    kind: 'refused' as const,
    ...{
      at,
      call: call.number,
      behaviour,
      status: acceptance.status,
      reason: 'as set',
      messages: items.length,
      items,
    },
  };
  carrier.count(behaviour);
  // Everything after this line may be lost on its way to the caller; the texts are out.
  await store.append(items.length > 0 ? [...accepted, refused] : accepted);
  await scheduleReports(carrier, call, plans, firstOrdinal);
  await delay(call);
  const shown = behaviour === 'partial' || isRefusing(behaviour) ? 'accept' : behaviour;
  respond(response, acceptingAnswer(shown, acceptance));
  if (behaviour === 'accept-then-refuse-connections') {
    carrier.refuseConnections(settings.refuseForMs);
  }
}

/** Starts the reports of a call's messages; waits for those that are to arrive before the answer. */
async function scheduleReports(
  carrier: Carrier,
  call: Call,
  plans: readonly DeliveryPlan[],
  firstOrdinal: number,
) {
  const elapsed = Date.now() - call.atMs;
  const early: number[] = [];
  plans.forEach((plan, i) => {
    for (const script of plan.scripts) {
      const entry = firstEntry(firstOrdinal + i, script);
      if (plan.early) {
        early.push(entry);
      } else {
        carrier.reports.schedule(entry, Math.max(0, plan.firstAfterMs - elapsed));
      }
    }
  });
  if (early.length > 0) {
    await carrier.reports.sendEarly(early);
  }
}

/** Which items of an otherwise accepted call carry an error instead of an id. */
function rejectedItems(
  carrier: Carrier,
  directive: Directive,
  messages: readonly BulkMessage[],
  random: Random,
): ReadonlySet<number> {
  const rejected = new Set(badItems(carrier.settings, messages));
  if (directive.behaviour !== 'partial') {
    return rejected;
  }
  const chosen =
    directive.items?.filter((item) => item < messages.length) ??
    messages.flatMap((_, item) => (chance(random, carrier.settings.partialShare) ? [item] : []));
  for (const item of chosen) {
    rejected.add(item);
  }
  return rejected.size > 0 ? rejected : new Set([below(random, messages.length)]);
}

function latencyOf(carrier: Carrier, random: Random): number {
  const { ms, spreadMs } = carrier.settings.latency;
  return ms + (spreadMs > 0 ? fraction(random) * spreadMs : 0);
}

async function delay(call: Call): Promise<void> {
  if (call.latencyMs !== undefined && call.latencyMs > 0) {
    await sleep(call.latencyMs);
  }
}
