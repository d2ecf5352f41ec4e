import { z } from 'zod';

const id = z.number().int().positive();
const campaign = z.object({ shopId: id, campaignId: id });

/**
 * Every job: its name, its payload (ids only, never a person's data) and how it is queued. A job is a wake-up hint: all
 * of them may be deleted at any time, the sweep makes them again from state.
 *
 * `pool`: 'dispatch' jobs call Mitto and must never wait behind other work.
 */
export const jobCatalog = {
  'freeze-audience': { payload: campaign, pool: 'background', priority: 0 },
  'start-campaign': { payload: campaign, pool: 'background', priority: -10 },
  'dispatch-batch': { payload: campaign.extend({ batchNo: id }), pool: 'dispatch', priority: 0 },
  'finish-campaign': { payload: campaign, pool: 'background', priority: 0 },
  'make-discount-codes': { payload: campaign, pool: 'background', priority: 0 },
  'take-back-discount-codes': { payload: campaign, pool: 'background', priority: 10 },
  'project-campaign-counts': { payload: z.object({}), pool: 'background', priority: -20 },
  'settle-refunds': { payload: z.object({}), pool: 'background', priority: -5 },
  'match-parked-reports': { payload: z.object({}), pool: 'background', priority: -5 },
  'ask-silent': { payload: z.object({}), pool: 'background', priority: 5 },
  'audit-books': { payload: z.object({}), pool: 'background', priority: 10 },
  'sync-contacts': { payload: z.object({ shopId: id }), pool: 'background', priority: 0 },
  sweep: { payload: z.object({}), pool: 'background', priority: -30 },
} as const satisfies Record<
  string,
  { payload: z.ZodType; pool: 'dispatch' | 'background'; priority: number }
>;

export type JobName = keyof typeof jobCatalog;
export type JobPayload<N extends JobName> = z.infer<(typeof jobCatalog)[N]['payload']>;
