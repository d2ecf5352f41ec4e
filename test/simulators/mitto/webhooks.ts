import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, invalid } from './answers.ts';
import type { Carrier } from './carrier.ts';

/** Headers as an object, or as a list of names and values: which of the two the carrier takes is not known. */
const headersSchema = z.union([
  z.record(z.string(), z.string()),
  z
    .array(z.object({ name: z.string(), value: z.string() }))
    .transform((list) => Object.fromEntries(list.map(({ name, value }) => [name, value]))),
]);

const webhookSchema = z.object({
  url: z.url({ protocol: /^https?$/, error: 'The url is missing or not an http address.' }),
  description: z.string().nullish(),
  webhookTriggers: z.array(z.string()).default([]),
  headers: headersSchema.nullish(),
  linkTrafficAccountIds: z.array(z.string()).default([]),
});

/**
 * `POST /api/v1/Webhooks`. The last registration counts; it lasts as long as the process. A trigger with
 * "inbound" in its name takes inbound texts; a webhook with any other trigger, or none, takes delivery reports.
 */
export function registerWebhook(carrier: Carrier, body: unknown): Answer {
  const parsed = webhookSchema.safeParse(body);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => [path.join('.') || '$', [message]]);
    return invalid(Object.fromEntries(errors));
  }
  const { url, webhookTriggers, description, linkTrafficAccountIds } = parsed.data;
  const webhook = { url, headers: parsed.data.headers ?? {} };
  const inbound = webhookTriggers.filter((trigger) => /inbound/i.test(trigger));
  if (inbound.length > 0) {
    carrier.inboundWebhook = webhook;
  }
  if (inbound.length < webhookTriggers.length || webhookTriggers.length === 0) {
    carrier.reportWebhook = webhook;
  }
  const created = { webhookId: randomUUID(), url, description: description ?? null };
  return { kind: 'json', status: 201, body: { ...created, webhookTriggers, linkTrafficAccountIds } };
}
