import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Answer, invalid, problem } from './answers.ts';
import type { Carrier } from './carrier.ts';
import { controlAnswer } from './control.ts';
import { readBody, respond } from './respond.ts';
import { handleSendCall } from './send-call.ts';
import { statusAnswer } from './status-answer.ts';
import { registerWebhook } from './webhooks.ts';

const SEND_PATH = '/api/v1.1/messages/sendmessagesbulk';
const MESSAGE_PATH = /^\/api\/v1\.1\/messages\/([^/]+)$/i;
const ANY_ACCOUNT = '00000000-0000-4000-8000-000000000001';

const usageSchema = z.object({
  from: z.iso.date('from must be a day such as 2026-01-31.'),
  to: z.iso.date('to must be a day such as 2026-01-31.'),
});

/** Sends a request to the part of the carrier that answers it. */
export async function route(
  carrier: Carrier,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (method === 'POST' && pathname.toLowerCase() === SEND_PATH) {
    return handleSendCall(carrier, request, response);
  }
  const body = await readBody(request, carrier.settings.limits.maxBodyBytes);
  if (body.kind === 'aborted') {
    return;
  }
  const json = parseJson(body.kind === 'read' ? body.text : '');
  const control = await controlAnswer(carrier, method, pathname, json);
  respond(response, control ?? apiAnswer(carrier, request, method, pathname, json));
}

function apiAnswer(
  carrier: Carrier,
  request: IncomingMessage,
  method: string,
  path: string,
  body: unknown,
): Answer {
  if (!carrier.isAuthorised(request)) {
    return problem(403, 'The API key is not valid.');
  }
  const messageId = MESSAGE_PATH.exec(path)?.[1];
  if (method === 'GET' && messageId !== undefined) {
    return statusAnswer(carrier, messageId, Date.now());
  }
  switch (`${method} ${path.toLowerCase()}`) {
    case 'GET /api/v1/trafficaccounts':
      return { kind: 'json', status: 200, body: trafficAccounts(carrier) };
    case 'POST /api/v1/webhooks':
      return registerWebhook(carrier, body);
    case 'POST /usage/bycountry':
      return usageAnswer(carrier, body);
    default:
      return problem(404, `There is no ${method} ${path}.`);
  }
}

function trafficAccounts({ trafficAccounts: known }: Carrier) {
  const ids = known.size > 0 ? [...known] : [ANY_ACCOUNT];
  return ids.map((trafficAccountId, i) => ({ trafficAccountId, name: `Account ${i + 1}` }));
}

function usageAnswer(carrier: Carrier, body: unknown): Answer {
  const parsed = usageSchema.safeParse(body);
  if (!parsed.success) {
    return invalid(
      Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join('.'), [message]])),
    );
  }
  const { from, to } = parsed.data;
  return { kind: 'json', status: 200, body: carrier.store.usage.byCountry(from, to, carrier.settings.usage) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
