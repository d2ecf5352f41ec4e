import { z } from 'zod';
import { BEHAVIOURS, type Behaviour, behaviourSchema } from './behaviours.ts';
import { fraction, type Random } from './random.ts';

const share = z.number().min(0).max(1);
const ms = z.number().min(0);
const failure = { description: z.string(), errorcode: z.string() };

/**
 * Everything that can be changed while the simulator runs; a share is a probability from 0 to 1.
 * Each default is what a carrier in good health does. README.md explains every key.
 */
const settingsSchema = z.strictObject({
  fault: z
    .partialRecord(behaviourSchema, share)
    .refine((shares) => Object.values(shares).reduce((sum, one) => sum + (one ?? 0), 0) <= 1.000001, {
      message: 'the shares of all behaviours together are more than 1',
    })
    .prefault({}),
  latency: z.strictObject({ ms: ms.default(0), spreadMs: ms.default(0) }).prefault({}),
  acceptStatus: z.union([z.literal(200), z.literal(201)]).default(200),
  retryAfterSeconds: z.int().nonnegative().default(1),
  refuseForMs: ms.default(500),
  partialShare: share.default(0.1),
  badNumbers: z
    .strictObject({
      prefixes: z.array(z.string()).default([]),
      answer: z.enum(['fail-batch', 'fail-item']).default('fail-batch'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      maxBodyBytes: z.int().positive().default(10_000_000),
      maxMessages: z.int().positive().default(1_000_000),
    })
    .prefault({}),
  delivery: z
    .strictObject({
      failureShare: share.default(0),
      description: failure.description.default('Absent subscriber'),
      errorcode: failure.errorcode.default('27'),
      byPrefix: z
        .record(
          z.string(),
          z.strictObject({
            failureShare: share,
            description: failure.description.default('Unknown subscriber'),
            errorcode: failure.errorcode.default('1'),
          }),
        )
        .default({}),
      pendingShare: share.default(0),
    })
    .prefault({}),
  reports: z
    .strictObject({
      share: share.default(1),
      delayMs: ms.default(500),
      spreadMs: ms.default(1_500),
      gapMs: ms.default(50),
      earlyShare: share.default(0),
      sentFirstShare: share.default(0),
      twiceShare: share.default(0),
      outOfOrderShare: share.default(0),
      contradictoryShare: share.default(0),
      unknownIdShare: share.default(0),
      batch: z.int().min(1).max(10_000).default(1),
      transport: z.enum(['json', 'form', 'query', 'mixed']).default('json'),
      shape: z.enum(['v1.1', 'sms-api', 'sms-api-msgid', 'mixed']).default('v1.1'),
    })
    .prefault({}),
  references: z
    .strictObject({
      inReports: z.boolean().default(true),
      inStatus: z.boolean().default(true),
      inAnswer: z.boolean().default(false),
    })
    .prefault({}),
  status: z
    .strictObject({
      notFoundForMs: ms.default(0),
      alwaysNotFound: z.boolean().default(false),
      errorShare: share.default(0),
      errorStatus: z.int().min(400).max(599).default(503),
    })
    .prefault({}),
  usage: z
    .strictObject({
      offBy: z.int().default(0),
      count: z.enum(['messages', 'parts']).default('messages'),
      pricePerPart: z.number().nonnegative().default(0.05),
    })
    .prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
type Patch<T> = {
  [K in keyof T]?:
    | (NonNullable<T[K]> extends Record<string, unknown> ? Patch<NonNullable<T[K]>> : T[K])
    | null;
};
/** A merge patch (RFC 7396): what is named changes, null goes back to the default, the rest stays. */
export type SettingsPatch = Patch<z.input<typeof settingsSchema>>;

export type SettingsResult = { ok: true; settings: Settings } | { ok: false; problem: string };

/** The settings after a patch, or what is wrong with it. */
export function patchSettings(settings: Settings | Record<string, never>, patch: unknown): SettingsResult {
  const parsed = settingsSchema.safeParse(mergePatch(settings, patch));
  return parsed.success
    ? { ok: true, settings: parsed.data }
    : { ok: false, problem: z.prettifyError(parsed.error) };
}

/** The behaviour that the shares in `fault` choose for a call. */
export function rollBehaviour(settings: Settings, random: Random): Behaviour {
  let rest = fraction(random);
  for (const behaviour of BEHAVIOURS) {
    rest -= settings.fault[behaviour] ?? 0;
    if (rest < 0) {
      return behaviour;
    }
  }
  return 'accept';
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) {
    return patch;
  }
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[key];
    } else {
      merged[key] = mergePatch(merged[key], value);
    }
  }
  return merged;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
