import { z } from 'zod';

const id = z.number().int().positive();
const campaign = z.object({ shopId: id, campaignId: id });

export type PoolName = 'dispatch' | 'prompt' | 'background';

/**
 * Every job: its name, its payload (ids only, never a person's data) and how it is queued. A job is a wake-up hint: all
 * of them may be deleted at any time, the sweep makes them again from state.
 *
 * `pool`: 'dispatch' jobs call Mitto and must never wait behind other work. 'prompt' ones are short and must not wait behind
 * long ones, of which there may be as many as 'background' runs at once: all crash recovery, and a person's no.
 */
export const jobCatalog = {
  'freeze-audience': { payload: campaign, pool: 'background', priority: 0 },
  'start-campaign': { payload: campaign, pool: 'prompt', priority: -10 },
  'dispatch-batch': { payload: campaign.extend({ batchNo: id }), pool: 'dispatch', priority: 0 },
  'finish-campaign': { payload: campaign, pool: 'background', priority: 0 },
  'make-discount-codes': { payload: campaign, pool: 'background', priority: 0 },
  'take-back-discount-codes': { payload: campaign, pool: 'background', priority: 10 },
  'project-campaign-counts': { payload: z.object({}), pool: 'background', priority: -20 },
  'settle-refunds': { payload: z.object({}), pool: 'background', priority: -5 },
  'match-parked-reports': { payload: z.object({}), pool: 'background', priority: -5 },
  'ask-silent': { payload: z.object({}), pool: 'background', priority: 5 },
  'audit-books': { payload: z.object({}), pool: 'background', priority: 10 },
  'redact-shop': { payload: z.object({ shopId: id }), pool: 'background', priority: 10 },
  'apply-retention': { payload: z.object({}), pool: 'background', priority: 20 },
  'settle-charges': { payload: z.object({ shopId: id }), pool: 'background', priority: -5 },
  'top-up-credits': { payload: z.object({ shopId: id }), pool: 'background', priority: -10 },
  'check-import': { payload: z.object({ shopId: id, importId: id }), pool: 'background', priority: 0 },
  'run-import': { payload: z.object({ shopId: id, importId: id }), pool: 'background', priority: 0 },
  'sync-contacts': { payload: z.object({ shopId: id }), pool: 'background', priority: 0 },
  'read-customers': { payload: z.object({ shopId: id }), pool: 'background', priority: -5 },
  'reconcile-contacts': { payload: z.object({ shopId: id }), pool: 'background', priority: 10 },
  'handle-webhooks': { payload: z.object({}), pool: 'prompt', priority: -20 },
  'ask-to-confirm': { payload: z.object({ shopId: id }), pool: 'background', priority: 0 },
  'prove-domain': {
    payload: z.object({ shopId: id, domain: z.string().max(60) }),
    pool: 'background',
    priority: 10,
  },
  'write-consent-back': { payload: z.object({ shopId: id }), pool: 'background', priority: 0 },
  sweep: { payload: z.object({}), pool: 'prompt', priority: -30 },
} as const satisfies Record<string, { payload: z.ZodType; pool: PoolName; priority: number }>;

export type JobName = keyof typeof jobCatalog;
export type JobPayload<N extends JobName> = z.infer<(typeof jobCatalog)[N]['payload']>;
