import { parseArgs } from 'node:util';
import { z } from 'zod';
import { checkInput } from '../../app/core/campaigns/campaign-input.ts';

export const defaultText =
  'Hi {{ first_name | "there" }}, this weekend everything at {{ shop_name }} is 20% off: https://example.com/sale?utm_source=sms';
export const demoSender = 'Demo';

const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().int().min(from).max(to))
    .optional();

const limits = {
  contacts: [1, 1_000_000],
  port: [0, 65_534],
  batch: [1, 100_000],
  workers: [1, 8],
} as const;

const optionsSchema = z.object({
  once: z.boolean().default(false),
  fresh: z.boolean().default(false),
  help: z.boolean().default(false),
  contacts: whole(...limits.contacts),
  port: whole(...limits.port).default(3000),
  batch: whole(...limits.batch),
  workers: whole(...limits.workers).default(1),
  text: z.string().optional(),
  export: z.string().min(1).optional(),
});

/** `contacts` and `batch` undefined: whatever was there before, or the default of the app. */
export type DemoOptions = z.output<typeof optionsSchema>;
export type ParsedOptions = { ok: true; options: DemoOptions } | { ok: false; problem: string };

/** Reads the command line. The problem is one line for the person at the terminal. */
export function parseOptions(argv: string[]): ParsedOptions {
  let given: unknown;
  try {
    given = parseArgs({
      args: argv,
      options: {
        once: { type: 'boolean' },
        fresh: { type: 'boolean' },
        help: { type: 'boolean' },
        contacts: { type: 'string' },
        port: { type: 'string' },
        batch: { type: 'string' },
        workers: { type: 'string' },
        text: { type: 'string' },
        export: { type: 'string' },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: message.split(/\. |\n/, 1)[0] ?? message };
  }
  const parsed = optionsSchema.safeParse(given);
  if (!parsed.success) {
    return { ok: false, problem: problemOf(String(parsed.error.issues[0]?.path[0]), given) };
  }
  const options = parsed.data;
  const needsOnce = (['text', 'export'] as const).find((name) => options[name] !== undefined);
  if (needsOnce !== undefined && !options.once && !options.help) {
    return { ok: false, problem: `--${needsOnce} goes with --once` };
  }
  const problem = options.text === undefined ? undefined : textProblem(options.text);
  return problem === undefined ? { ok: true, options } : { ok: false, problem: `--text: ${problem}` };
}

function problemOf(name: string, given: unknown): string {
  const values = z.record(z.string(), z.unknown()).parse(given);
  const limit = Object.entries(limits).find(([key]) => key === name)?.[1];
  return limit === undefined
    ? `--${name} needs a value`
    : `--${name} must be a whole number from ${limit[0]} to ${limit[1]}, not "${values[name]}"`;
}

/** By the editor's own rules, before anything is started. */
function textProblem(body: string): string | undefined {
  const input = { name: 'Demo', body, sender: demoSender, audience: { kind: 'everyone' as const } };
  return (
    checkInput(input, { optOutLine: 'Stop: {{ opt_out_link }}', linkDomain: '127.0.0.1:65535' })
      .filter(({ field }) => field === 'body')
      .map(({ message }) => message)
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim() || undefined
  );
}
