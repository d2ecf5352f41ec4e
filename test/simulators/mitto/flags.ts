import { parseArgs } from 'node:util';
import { z } from 'zod';
import { patchSettings, type Settings } from './settings.ts';

export const USAGE = `Usage: node test/simulators/mitto/index.ts --log FILE --api-key KEY [options]
  --log FILE                append-only log, the ground truth; an existing one is gone on with
  --api-key KEY             what X-Mitto-API-Key must be
  --port N                  0 (the default) takes any free port
  --seed N                  the same seed behaves the same way (default 1)
  --traffic-account UUID    known traffic account, repeatable; without it every account is accepted
  --report-url URL          where delivery reports go
  --report-header "N: V"    header of reports and inbound texts, repeatable
  --inbound-url URL         where inbound texts go
  --report-connections N    connections that reports share (default 32)
  --report-retries N        tries after the first when a report is not answered 2xx (default 3, at most 15)
  --settings JSON           settings, as POST /_control takes them
  --set PATH=VALUE          one setting, for example --set fault.accept-then-reset=0.05, repeatable
  --stop-with-parent        stop when standard input closes
`;

export interface Flags {
  port: number;
  log: string;
  seed: number;
  apiKey: string;
  trafficAccounts: string[];
  reportUrl: string | undefined;
  reportHeaders: Record<string, string>;
  inboundUrl: string | undefined;
  reportConnections: number;
  reportRetries: number;
  settings: Settings;
  stopWithParent: boolean;
}

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `expected a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(
      z
        .int()
        .min(min, `expected a whole number from ${min} to ${max}`)
        .max(max, `expected a whole number from ${min} to ${max}`),
    );
const url = z.url({
  protocol: /^https?$/,
  error: 'expected an address such as http://127.0.0.1:3000/reports',
});
const header = z.string().regex(/^[^:\s]+:\s*\S.*$/, 'expected "name: value"');

const flagsSchema = z.object({
  port: whole(0, 65_535).prefault('0'),
  log: z.string('is missing: expected the file of the log, for example --log mitto.jsonl').min(1),
  seed: whole(0, 0xffff_ffff).prefault('1'),
  'api-key': z
    .string('is missing: expected the key that callers must send, for example --api-key secret')
    .min(1),
  'traffic-account': z.array(z.string().min(1)).default([]),
  'report-url': url.optional(),
  'report-header': z.array(header).default([]),
  'inbound-url': url.optional(),
  'report-connections': whole(1, 4_096).prefault('32'),
  'report-retries': whole(0, 15).prefault('3'),
  settings: z.string().default('{}'),
  set: z.array(z.string().regex(/^[^=]+=/, 'expected PATH=VALUE')).default([]),
  'stop-with-parent': z.boolean().default(false),
});

export type FlagsResult = { ok: true; flags: Flags } | { ok: false; problem: string };

/** Reads the command line; a problem names the flag, what was given and what was expected. */
export function parseFlags(args: readonly string[]): FlagsResult {
  try {
    const string = { type: 'string' } as const;
    const many = { type: 'string', multiple: true } as const;
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        port: string,
        log: string,
        seed: string,
        'api-key': string,
        'traffic-account': many,
        'report-url': string,
        'report-header': many,
        'inbound-url': string,
        'report-connections': string,
        'report-retries': string,
        settings: string,
        set: many,
        'stop-with-parent': { type: 'boolean' },
      },
    });
    return checked(values);
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

function checked(values: Record<string, unknown>): FlagsResult {
  const parsed = flagsSchema.safeParse(values);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `--${String(path[0])}: ${message}`);
    return { ok: false, problem: [...new Set(problems)].join('\n') };
  }
  const { data } = parsed;
  const settings = settingsOf(data.settings, data.set);
  if (!settings.ok) {
    return { ok: false, problem: `--settings or --set: ${settings.problem}` };
  }
  return {
    ok: true,
    flags: {
      port: data.port,
      log: data.log,
      seed: data.seed,
      apiKey: data['api-key'],
      trafficAccounts: data['traffic-account'],
      reportUrl: data['report-url'],
      reportHeaders: Object.fromEntries(data['report-header'].map(splitHeader)),
      inboundUrl: data['inbound-url'],
      reportConnections: data['report-connections'],
      reportRetries: data['report-retries'],
      settings: settings.settings,
      stopWithParent: data['stop-with-parent'],
    },
  };
}

function settingsOf(json: string, assignments: readonly string[]) {
  const base = patchSettings({}, jsonOrText(json));
  return assignments.reduce(
    (result, assignment) => (result.ok ? patchSettings(result.settings, patchOf(assignment)) : result),
    base,
  );
}

/** `a.b=1` → `{ a: { b: 1 } }`; what is not JSON is taken as text. */
function patchOf(assignment: string): unknown {
  const at = assignment.indexOf('=');
  const path = assignment.slice(0, at).split('.');
  return path.reduceRight<unknown>((value, key) => ({ [key]: value }), jsonOrText(assignment.slice(at + 1)));
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function splitHeader(text: string): [string, string] {
  const at = text.indexOf(':');
  return [text.slice(0, at).toLowerCase(), text.slice(at + 1).trim()];
}
