import { z } from 'zod';
import { hostName } from '../core/links/host-name.ts';
import { failpointNames } from './failpoint-names.ts';
import { productionProblems } from './production-problems.ts';

/**
 * The environment, parsed once at boot. Nothing else in `app/` or `workers/` reads process.env, so a missing or
 * wrong variable stops the process before it has done anything, with its name and what was expected.
 */

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Which field has which example; shown when the value is missing or wrong. */
const examples: Record<string, string> = {
  DATABASE_URL: 'postgres://sendbook:secret@db.internal:5432/sendbook',
  SHOPIFY_API_KEY: '0123456789abcdef0123456789abcdef',
  SHOPIFY_API_SECRET: 'the client secret from the Partner Dashboard',
  SHOPIFY_API_SECRET_BEFORE:
    'the secret that was replaced, for the hour in which Shopify still signs with it',
  SHOPIFY_APP_URL: 'https://app.example.com',
  LINK_DOMAIN: 'sms.example.com',
  DNS_SERVERS: '9.9.9.9,1.1.1.1',
  ENCRYPTION_KEY: '64 hexadecimal characters, made by: openssl rand -hex 32',
  MITTO_API_BASE_URL: 'https://messaging.mittoapi.com',
  MITTO_API_KEY: 'the key Mitto gave you',
  MITTO_TRAFFIC_ACCOUNT_ID: '7f3c2f0e-5a51-4c0e-9d3b-3a1f4a2f9b10',
  MITTO_REPORT_SECRET: '32 or more characters, made by: openssl rand -hex 24',
  MITTO_RETRYABLE_STATUSES: '429 or 429,503',
  SMS_BATCH_SIZE: '5000',
  PORT: '3000',
  FAILPOINT: 'after-answer:1',
};

const integer = (from: number, to: number, fallback: number) =>
  z.coerce.number().int().min(from).max(to).default(fallback);

const httpsOrLoopback = z.url({ protocol: /^https?$/ }).refine(
  (value) => {
    const url = new URL(value);
    return url.protocol === 'https:' || loopback.has(url.hostname);
  },
  { error: 'must be https (plain http is allowed only to this machine): keys and texts travel in it' },
);

const origin = httpsOrLoopback.transform((value) => new URL(value).origin);

/** Where links of texts lead, and how they begin in a text. */
const host = z
  .string()
  .max(255)
  .regex(/^[a-z0-9.-]+(:\d{1,5})?$/, {
    error: 'must be a host in small letters without https://, with its port where that is not the usual one',
  });

/** Name servers with their ports where those are not 53, as node:dns takes them. */
const dnsServers = z
  .string()
  .max(500)
  .transform((list) => list.split(',').map((server) => server.trim()))
  .pipe(
    z
      .array(z.string().regex(/^(?:[0-9.]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i))
      .min(1)
      .max(8),
  );

/** Removes the trailing slash, so that paths can be appended; a path prefix is kept. */
const baseUrl = httpsOrLoopback.transform((value) => {
  const { origin: host, pathname } = new URL(value);
  const path = pathname.split('/').filter((segment) => segment !== '');
  return [host, ...path].join('/');
});

/** `name:nth`; see failpoints.server.ts. */
const failpoint = z
  .templateLiteral([z.enum(failpointNames), ':', z.number().int().positive()])
  .transform((text) => {
    const [name, nth] = text.split(':');
    return { name: z.enum(failpointNames).parse(name), nth: Number(nth) };
  });

const schema = z
  .object({
    /** Production unless somebody says otherwise: its guards must not depend on a variable that was forgotten. */
    NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    DATABASE_POOL_SIZE: integer(2, 200, 10),
    ANSWER_POOL_SIZE: integer(2, 50, 4),
    HEAVY_POOL_SIZE: integer(2, 50, 4),
    DATABASE_WAIT_SECONDS: integer(0, 600, 30),
    HOST: z.string().default('0.0.0.0'),
    PORT: integer(0, 65_535, 3000),
    SHOPIFY_API_KEY: z.string().min(8),
    SHOPIFY_API_SECRET: z.string().min(8),
    SHOPIFY_API_SECRET_BEFORE: z.string().min(8).optional(),
    SHOPIFY_APP_URL: origin,
    LINK_DOMAIN: host,
    DNS_SERVERS: dnsServers.optional(),
    SHOPIFY_SIM_ORIGIN: origin.optional(),
    APP_BRIDGE_URL: z.url().default('https://cdn.shopify.com/shopifycloud/app-bridge.js'),
    ENCRYPTION_KEY: z.string().regex(/^[0-9a-f]{64}$/i, { error: 'must be 64 hexadecimal characters' }),
    MITTO_API_BASE_URL: baseUrl.default('https://messaging.mittoapi.com'),
    MITTO_API_KEY: z.string().min(1),
    MITTO_TRAFFIC_ACCOUNT_ID: z.string().min(1),
    MITTO_REPORT_SECRET: z.string().min(24),
    MITTO_TIMEOUT_MS: integer(100, 120_000, 15_000),
    MITTO_MAX_BODY_BYTES: integer(1_000, 100_000_000, 1_000_000),
    MITTO_RETRYABLE_STATUSES: z
      .string()
      .default('429')
      .transform((list) => list.split(',').map((code) => Number(code.trim())))
      .pipe(z.array(z.number().int().min(400).max(599)).min(1)),
    MITTO_REQUESTS_PER_SECOND: integer(1, 10_000, 100),
    SHOP_REQUESTS_PER_SECOND: integer(1, 10_000, 50),
    SMS_BATCH_SIZE: integer(1, 100_000, 5000),
    DISPATCH_CONCURRENCY: integer(1, 64, 4),
    UNKNOWN_DEADLINE_HOURS: integer(1, 720, 72),
    FAILPOINT: failpoint.optional(),
    FAILPOINT_LOG: z.string().optional(),
  })
  .superRefine((env, context) => {
    if (hostName(env.LINK_DOMAIN) === new URL(env.SHOPIFY_APP_URL).hostname) {
      context.addIssue({
        code: 'custom',
        path: ['LINK_DOMAIN'],
        message: 'must be another host than that of SHOPIFY_APP_URL: a link leads wherever a merchant wants',
      });
    }
    if (env.NODE_ENV !== 'production') {
      return;
    }
    for (const [name, message] of productionProblems(env)) {
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

export type Env = z.infer<typeof schema>;

/**
 * Parses a set of variables. Empty strings count as missing, as shells and container tools write them.
 *
 * @returns the environment, or one line per wrong variable: its name, what is wrong and an example.
 */
export function parseEnv(
  variables: Record<string, string | undefined>,
): { ok: true; env: Env } | { ok: false; problems: string[] } {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) {
    return { ok: true, env: parsed.data };
  }
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? 'environment');
    const what = given[name] === undefined && issue.code !== 'custom' ? 'is missing' : issue.message;
    const example = examples[name];
    return example === undefined ? `${name} ${what}` : `${name} ${what}. Example: ${name}=${example}`;
  });
  return { ok: false, problems };
}

function loadEnv(): Env {
  const parsed = parseEnv(process.env);
  if (!parsed.ok) {
    process.stderr.write(
      `Sendbook cannot start:\n${parsed.problems.map((line) => `  ${line}`).join('\n')}\n`,
    );
    process.exit(78);
  }
  // What libraries decide by it, they decide as we do.
  process.env.NODE_ENV = parsed.env.NODE_ENV;
  return parsed.env;
}

export const env: Env = loadEnv();
