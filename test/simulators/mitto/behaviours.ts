import { z } from 'zod';

/** The messages are in the log as accepted, whatever the caller gets to see. */
const ACCEPTING = [
  'accept',
  'accept-then-hang',
  'accept-then-reset',
  'accept-then-close',
  'accept-then-500',
  'accept-then-502',
  'accept-then-503',
  'accept-then-504',
  'accept-then-redirect',
  'accept-then-refuse-connections',
  'accept-unreadable',
  'accept-empty',
  'accept-truncated',
  'accept-short',
  'accept-long',
  'accept-shuffled',
  'accept-without-bulk-id',
] as const;

/** Some messages are accepted, the others carry an error inside a 200. */
const PARTIAL = ['partial'] as const;

/** Nothing is accepted. The `drop-…` ones look to the caller exactly like their `accept-then-…` twins. */
const REFUSING = [
  '400-item',
  '400-whole',
  '401',
  '403',
  '404',
  '413',
  '422',
  '429',
  '429-retry-after',
  'too-many',
  'rejected-in-200',
  'drop-then-hang',
  'drop-then-reset',
  'drop-then-close',
  'drop-then-500',
  'drop-then-502',
  'drop-then-503',
  'drop-then-504',
] as const;

export const BEHAVIOURS = [...ACCEPTING, ...PARTIAL, ...REFUSING] as const;

/** What one send call meets. */
export type Behaviour = (typeof BEHAVIOURS)[number];
export const behaviourSchema = z.enum(BEHAVIOURS);

export type AcceptingBehaviour = (typeof ACCEPTING)[number];
export type RefusingBehaviour = (typeof REFUSING)[number];

const refusing: ReadonlySet<string> = new Set(REFUSING);
/** True when no message of the call is accepted. */
export const isRefusing = (behaviour: Behaviour): behaviour is RefusingBehaviour => refusing.has(behaviour);

/** A behaviour for one call to come; `items` are positions in its `messages`. */
export const directiveSchema = z.union([
  behaviourSchema.transform((behaviour) => ({ behaviour })),
  z.strictObject({
    behaviour: behaviourSchema,
    items: z.array(z.int().nonnegative()).optional(),
    retryAfterSeconds: z.int().nonnegative().optional(),
    latencyMs: z.number().nonnegative().optional(),
  }),
]);
export type DirectiveInput = z.input<typeof directiveSchema>;
export interface Directive {
  behaviour: Behaviour;
  items?: number[] | undefined;
  retryAfterSeconds?: number | undefined;
  latencyMs?: number | undefined;
}
