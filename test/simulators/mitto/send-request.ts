import { z } from 'zod';

const MAX_NAMED_PROBLEMS = 100;

/** As strict as a carrier would be: mitto.md's rule for senders, E.164 for numbers. Unknown keys are ignored. */
const messageSchema = z.object({
  trafficAccountId: z.string('The traffic account is missing.').min(1, 'The traffic account is missing.'),
  destination: z
    .string('The destination is missing.')
    .regex(/^\+[1-9]\d{6,14}$/, 'The destination is not a valid E.164 number.'),
  reference: z.string('The reference is not a text.').max(255, 'The reference is too long.').nullish(),
  sms: z.object(
    {
      text: z.string('The text is missing.').min(1, 'The text is empty.'),
      sender: z
        .string('The sender is missing.')
        .regex(
          /^(?:[A-Za-z0-9]{3,11}|\d{3,14})$/,
          'The sender must have 3 to 11 letters and digits, or 3 to 14 digits.',
        ),
    },
    'The sms part is missing.',
  ),
});

const bulkSchema = z.object({
  messages: z.array(messageSchema, 'messages must be an array.').min(1, 'There are no messages.'),
});

export type BulkMessage = z.infer<typeof messageSchema>;

/** Problems by place, as the carrier words them: `messages[3].destination` → sentences. */
export type Errors = Record<string, string[]>;

export type BulkRequest =
  | { ok: true; messages: BulkMessage[] }
  /** `count`: how many messages there were, as far as the body could be read. */
  | { ok: false; errors: Errors; items: number[]; count: number };

/** Reads the body of a bulk send; `knownAccounts` empty means that every traffic account is accepted. */
export function parseBulkRequest(body: string, knownAccounts: ReadonlySet<string>): BulkRequest {
  const json = parseJson(body);
  if (json === undefined) {
    return { ok: false, errors: { $: ['The body is not valid JSON.'] }, items: [], count: 0 };
  }
  const parsed = bulkSchema.safeParse(json);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => ({ path: issue.path, message: issue.message }));
    return { ok: false, ...namedProblems(places), count: countOf(json) };
  }
  const { messages } = parsed.data;
  const strangers = messages.flatMap(({ trafficAccountId }, item) =>
    knownAccounts.size === 0 || knownAccounts.has(trafficAccountId)
      ? []
      : [{ path: ['messages', item, 'trafficAccountId'], message: 'The traffic account is not known.' }],
  );
  return strangers.length > 0
    ? { ok: false, ...namedProblems(strangers), count: messages.length }
    : { ok: true, messages };
}

function namedProblems(problems: readonly { path: readonly PropertyKey[]; message: string }[]) {
  const errors: Errors = {};
  const items = new Set<number>();
  for (const { path, message } of problems.slice(0, MAX_NAMED_PROBLEMS)) {
    const place = placeOf(path);
    errors[place] = [...(errors[place] ?? []), message];
    if (typeof path[1] === 'number') {
      items.add(path[1]);
    }
  }
  return { errors, items: [...items] };
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '') || '$';

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function countOf(json: unknown): number {
  const shape = z.object({ messages: z.array(z.unknown()) }).safeParse(json);
  return shape.success ? shape.data.messages.length : 0;
}
