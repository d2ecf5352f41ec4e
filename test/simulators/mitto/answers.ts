import type { AcceptingBehaviour, RefusingBehaviour } from './behaviours.ts';
import type { Errors } from './send-request.ts';

/** What goes back over the wire. `hang`, `reset` and `close` are answers too: the caller sees silence or a cut. */
export type Answer =
  | { kind: 'json'; status: number; body: unknown; headers?: Record<string, string> }
  | { kind: 'raw'; status: number; body: string; type: string; headers?: Record<string, string> }
  | { kind: 'truncated'; status: number; body: unknown }
  | { kind: 'hang' }
  | { kind: 'reset' }
  | { kind: 'close' };

/** One item of a bulk answer. It names no destination: only its position ties it to the request. */
export interface AnswerItem {
  trafficAccountId: string;
  messageId: string | null;
  reference?: string | null;
  error?: { code: string; message: string };
}

export interface Acceptance {
  status: 200 | 201;
  bulkId: string;
  items: readonly AnswerItem[];
  /** The same items in another order. */
  shuffled: readonly AnswerItem[];
  /** An item too many, with an id that is nobody's. */
  surplus: AnswerItem;
}

/** HTTP status of an answer; 0 where the caller gets none. */
export const statusOf = (answer: Answer): number => ('status' in answer ? answer.status : 0);

/** What the caller of an accepted call gets to see. */
export function acceptingAnswer(behaviour: AcceptingBehaviour, acceptance: Acceptance): Answer {
  const { status, bulkId, items } = acceptance;
  const bulk = (messages: readonly AnswerItem[]): Answer => ({
    kind: 'json',
    status,
    body: { bulkId, messages },
  });
  switch (behaviour) {
    case 'accept':
    case 'accept-then-refuse-connections':
      return bulk(items);
    case 'accept-shuffled':
      return bulk(acceptance.shuffled);
    case 'accept-short':
      return bulk(items.slice(0, -1));
    case 'accept-long':
      return bulk([...items, acceptance.surplus]);
    case 'accept-without-bulk-id':
      return { kind: 'json', status, body: { messages: items } };
    case 'accept-unreadable':
      return { kind: 'raw', status, type: 'text/html', body: '<html><body>Please wait…</body></html>' };
    case 'accept-empty':
      return { kind: 'raw', status, type: 'application/json', body: '' };
    case 'accept-truncated':
      return { kind: 'truncated', status, body: { bulkId, messages: items } };
    case 'accept-then-redirect': {
      const headers = { location: '/api/v1.1/Messages/sendmessagesbulk' };
      return { kind: 'raw', status: 307, type: 'text/plain', body: 'Temporary Redirect', headers };
    }
    case 'accept-then-hang':
      return { kind: 'hang' };
    case 'accept-then-reset':
      return { kind: 'reset' };
    case 'accept-then-close':
      return { kind: 'close' };
    case 'accept-then-500':
    case 'accept-then-502':
    case 'accept-then-503':
    case 'accept-then-504':
      return gatewayError(Number(behaviour.slice(-3)));
  }
}

export interface RefusalDetails {
  messages: number;
  /** Positions that a `400-item` names. */
  items: readonly number[];
  retryAfterSeconds: number;
}

/** What the caller of a refused call gets to see. */
export function refusingAnswer(behaviour: RefusingBehaviour, details: RefusalDetails): Answer {
  switch (behaviour) {
    case '400-item':
      return invalid(
        Object.fromEntries(
          details.items.map((item) => [
            `messages[${item}].destination`,
            ['The destination cannot be reached.'],
          ]),
        ),
      );
    case '400-whole':
      return problem(400, 'The request is not valid.');
    case '401':
      return problem(401, 'The API key is missing or not valid.');
    case '403':
      return problem(403, 'The API key may not use this resource, or the address is not allowed.');
    case '404':
      return problem(404, 'The resource was not found.');
    case '413':
      return problem(413, 'The request body is too large.');
    case '422':
      return problem(422, 'The request was understood and cannot be processed.');
    case '429':
      return problem(429, 'Too many requests.');
    case '429-retry-after': {
      const headers = { 'retry-after': String(details.retryAfterSeconds) };
      return { ...problem(429, 'Too many requests.'), headers };
    }
    case 'too-many':
      return tooMany(details.messages, Math.max(1, Math.floor(details.messages / 2)));
    case 'rejected-in-200': {
      const body = { id: null, timestamp: null, responseCode: 106, responseText: 'Sender is not allowed' };
      return { kind: 'json', status: 200, body };
    }
    case 'drop-then-hang':
      return { kind: 'hang' };
    case 'drop-then-reset':
      return { kind: 'reset' };
    case 'drop-then-close':
      return { kind: 'close' };
    case 'drop-then-500':
    case 'drop-then-502':
    case 'drop-then-503':
    case 'drop-then-504':
      return gatewayError(Number(behaviour.slice(-3)));
  }
}

export const problem = (status: number, title: string) => ({
  kind: 'json' as const,
  status,
  body: { status, title },
});

/** A 400 that names places of the request. */
export const invalid = (errors: Errors): Answer => ({
  kind: 'json',
  status: 400,
  body: { status: 400, title: 'One or more validation errors occurred.', errors },
});

/** A 400 about the number of messages. */
export const tooMany = (messages: number, limit: number): Answer =>
  invalid({ messages: [`Too many messages: ${messages} in one request, at most ${limit} are allowed.`] });

/** A 500 comes from the carrier's own code, the others from the gateway before it, which speaks HTML. */
function gatewayError(status: number): Answer {
  return status === 500
    ? { kind: 'json', status, body: { error: 'Internal Server Error' } }
    : { kind: 'raw', status, type: 'text/html', body: `<html><h1>${status}</h1><hr>nginx</html>` };
}
