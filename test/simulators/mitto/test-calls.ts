import { z } from 'zod';
import type { RefusedCall } from './log-format.ts';
import { readLog } from './log-reader.ts';
import type { MittoSimulator } from './start.ts';
import { type AcceptedMessage, readTruth } from './truth.ts';

export const ACCOUNT = '9d1c4b52-5a1e-4c7e-9a55-0f5f8a3f0001';

/** A message as the app would put it on the wire. */
export const message = (destination: string, overrides: Record<string, unknown> = {}) => ({
  trafficAccountId: ACCOUNT,
  destination,
  reference: `ref-${destination.slice(1)}`,
  sms: { text: 'Γεια σου Μαρία', sender: 'Astronote' },
  ...overrides,
});

/** Different Greek mobile numbers, from a serial number on. */
export const messages = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => message(`+3069${String(10_000_000 + from + i)}`));

/** Calls the simulator's API with its key; rejects when there is no HTTP answer. */
export function api(
  simulator: MittoSimulator,
  method: string,
  path: string,
  body?: unknown,
  key = simulator.apiKey,
) {
  return fetch(simulator.url + path, {
    method,
    redirect: 'manual',
    headers: { 'content-type': 'application/json', 'x-mitto-api-key': key },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export const send = (simulator: MittoSimulator, batch: readonly unknown[]) =>
  api(simulator, 'POST', '/api/v1.1/Messages/sendmessagesbulk', { messages: batch });

const bulkSchema = z.object({
  bulkId: z.string(),
  messages: z.array(
    z.object({
      trafficAccountId: z.string(),
      messageId: z.string().nullable(),
      error: z.object({ code: z.string(), message: z.string() }).optional(),
      reference: z.string().nullable().optional(),
    }),
  ),
});

/** Sends and returns the message ids, which must all be there. */
export async function sendForIds(simulator: MittoSimulator, batch: readonly unknown[]): Promise<string[]> {
  const answer = await readBulk(await send(simulator, batch));
  return answer.messages.map(({ messageId }) => z.string().parse(messageId));
}

export const readBulk = async (answer: Response) => bulkSchema.parse(await answer.json());

const errorSchema = z.object({
  status: z.int(),
  title: z.string(),
  errors: z.record(z.string(), z.array(z.string())),
});
export const readErrors = async (answer: Response) => errorSchema.parse(await answer.json());

/** The accepted texts of the log whose number is among those of the batch. */
export async function truthOf(simulator: MittoSimulator, batch: readonly { destination: string }[]) {
  const numbers = new Set(batch.map(({ destination }) => destination));
  const found: AcceptedMessage[] = [];
  for await (const line of readTruth(simulator.logFile)) {
    if (numbers.has(line.destination)) {
      found.push(line);
    }
  }
  return found;
}

/** The last refusal in the log. */
export async function lastRefusal(simulator: MittoSimulator): Promise<RefusedCall | undefined> {
  let last: RefusedCall | undefined;
  for await (const { line } of readLog(simulator.logFile)) {
    last = line.kind === 'refused' ? line : last;
  }
  return last;
}
