import { z } from 'zod';

const id = z.number().int().positive();
const campaign = z.object({ shopId: id, campaignId: id });

export const poolNames = ['dispatch', 'prompt', 'short', 'background'] as const;
export type PoolName = (typeof poolNames)[number];

/**
 * Every job: its name, its payload (ids only, never a person's data) and how it is queued. A job is a wake-up hint: all
 * of them may be deleted at any time, the sweep makes them again from state.
 *
 * `pool`: 'dispatch' jobs call Mitto and must never wait behind other work. 'prompt' ones are short and must not wait behind
 * long ones, of which there may be as many as 'background' runs at once: all crash recovery, and a person's no.
 *
 * 'short' ones are what a page or a balance waits for, and have the same right against long ones.
 *
 * `turn`: its work grows with what a merchant has or sends. One of a name and shop runs at a time, so that no shop takes all that
 * there is, and attempts are counted before the work, so that one that kills its process is not begun for ever.
 */
export const jobCatalog = {
  'freeze-audience': { payload: campaign, pool: 'background', priority: 0, turn: 'freeze' },
  'start-campaign': { payload: campaign, pool: 'prompt', priority: -10 },
  'dispatch-batch': { payload: campaign.extend({ batchNo: id }), pool: 'dispatch', priority: 0 },
  'finish-campaign': { payload: campaign, pool: 'short', priority: 0 },
  'make-discount-codes': { payload: campaign, pool: 'background', priority: 0, turn: 'codes' },
  'take-back-discount-codes': { payload: campaign, pool: 'background', priority: 10, turn: 'codes' },
  'project-campaign-counts': { payload: z.object({}), pool: 'short', priority: -20 },
  'settle-refunds': { payload: z.object({}), pool: 'short', priority: -5 },
  'match-parked-reports': { payload: z.object({}), pool: 'short', priority: -5 },
  'ask-silent': { payload: z.object({}), pool: 'short', priority: 5 },
  'audit-books': { payload: z.object({}), pool: 'background', priority: 10, turn: 'audit' },
  'redact-shop': { payload: z.object({ shopId: id }), pool: 'background', priority: 10, turn: 'redact' },
  'apply-retention': { payload: z.object({}), pool: 'background', priority: 20, turn: 'retention' },
  'settle-charges': { payload: z.object({ shopId: id }), pool: 'short', priority: -5 },
  'top-up-credits': { payload: z.object({ shopId: id }), pool: 'short', priority: -10 },
  'check-import': {
    payload: z.object({ shopId: id, importId: id }),
    pool: 'background',
    priority: 0,
    turn: 'files',
  },
  'run-import': {
    payload: z.object({ shopId: id, importId: id }),
    pool: 'background',
    priority: 0,
    turn: 'files',
  },
  'sync-contacts': { payload: z.object({ shopId: id }), pool: 'background', priority: 0, turn: 'sync' },
  'read-customers': { payload: z.object({ shopId: id }), pool: 'background', priority: -5, turn: 'read' },
  'reconcile-contacts': {
    payload: z.object({ shopId: id }),
    pool: 'background',
    priority: 10,
    turn: 'sync',
  },
  'handle-webhooks': { payload: z.object({}), pool: 'prompt', priority: -20 },
  'ask-to-confirm': { payload: z.object({ shopId: id }), pool: 'short', priority: 0 },
  'prove-domain': {
    payload: z.object({ shopId: id, domain: z.string().max(60) }),
    pool: 'short',
    priority: 10,
  },
  'write-consent-back': { payload: z.object({ shopId: id }), pool: 'short', priority: 0 },
  sweep: { payload: z.object({}), pool: 'prompt', priority: -30 },
} as const satisfies Record<string, { payload: z.ZodType; pool: PoolName; priority: number; turn?: string }>;

export type JobName = keyof typeof jobCatalog;
export type JobPayload<N extends JobName> = z.infer<(typeof jobCatalog)[N]['payload']>;
