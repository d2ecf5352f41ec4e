import { request as call } from 'undici';
import { z } from 'zod';
import { type Answer, problem } from './answers.ts';
import { directiveSchema } from './behaviours.ts';
import type { Carrier } from './carrier.ts';

const nextSchema = z.union([z.array(directiveSchema), z.object({ behaviours: z.array(directiveSchema) })]);
const refuseSchema = z.strictObject({ forMs: z.number().positive().max(600_000) });
const inboundSchema = z.strictObject({ from: z.string(), to: z.string(), text: z.string() });

/** `/_control…`: how a test changes the carrier while it runs. Undefined when there is no such path. */
export async function controlAnswer(
  carrier: Carrier,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer | undefined> {
  switch (`${method} ${path}`) {
    case 'GET /_control':
      return state(carrier);
    case 'POST /_control': {
      const wrong = carrier.patch(body);
      return wrong === undefined ? state(carrier) : problem(400, wrong);
    }
    case 'PUT /_control': {
      carrier.reset();
      const wrong = carrier.patch(body);
      return wrong === undefined ? state(carrier) : problem(400, wrong);
    }
    case 'POST /_control/next':
      return withBody(nextSchema, body, (next) => {
        carrier.next.push(...('behaviours' in next ? next.behaviours : next));
        return state(carrier);
      });
    case 'POST /_control/refuse-connections':
      return withBody(refuseSchema, body, ({ forMs }) => {
        // After this answer is out, or it would be refused too.
        setImmediate(() => carrier.refuseConnections(forMs));
        return { kind: 'json', status: 200, body: { refusingForMs: forMs } };
      });
    case 'POST /_control/inbound':
      return withBody(inboundSchema, body, (text) => sendInbound(carrier, text));
    case 'GET /_control/reports-done':
      await carrier.reports.idle();
      return state(carrier);
    default:
      return undefined;
  }
}

function state({ settings, counters, next, store, reports, reportWebhook, inboundWebhook }: Carrier): Answer {
  return {
    kind: 'json',
    status: 200,
    body: {
      settings,
      next,
      reportUrl: reportWebhook?.url ?? null,
      inboundUrl: inboundWebhook?.url ?? null,
      // Accepted and parts over the whole log, the rest since this process started.
      counters: {
        accepted: store.count,
        parts: store.parts,
        syncs: store.syncs,
        ...counters,
        reports: { ...counters.reports, waiting: reports.waiting },
      },
    },
  };
}

async function sendInbound(carrier: Carrier, text: z.infer<typeof inboundSchema>): Promise<Answer> {
  if (carrier.inboundWebhook === undefined) {
    return problem(
      400,
      'No inbound URL is known: start with --inbound-url, or register a webhook with trigger Inbound.',
    );
  }
  const { url, headers } = carrier.inboundWebhook;
  try {
    const answer = await call(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ id: crypto.randomUUID(), ...text }),
    });
    await answer.body.dump();
    return { kind: 'json', status: 200, body: { receiverStatus: answer.statusCode } };
  } catch (error) {
    return problem(502, `The receiver of inbound texts did not answer: ${String(error)}`);
  }
}

function withBody<T>(
  schema: z.ZodType<T>,
  body: unknown,
  act: (value: T) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const parsed = schema.safeParse(body);
  return parsed.success ? act(parsed.data) : problem(400, z.prettifyError(parsed.error));
}
