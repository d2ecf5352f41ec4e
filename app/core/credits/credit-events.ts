import { z } from 'zod';

const credits = z.number().int().nonnegative();
const campaign = z.number().int();

export const creditEvents = {
  AccountOpened: z.object({
    available: credits,
    held: credits,
    spent: credits,
    purchased: credits,
    granted: credits,
  }),
  CreditsPurchased: z.object({ credits, charge: z.string() }),
  CreditsGranted: z.object({ credits, by: z.string(), why: z.string() }),
  CreditsHeld: z.object({ credits, campaign, holds: z.number().int() }),
  CreditsSpent: z.object({ credits, campaign, batch: z.number().int() }),
  CreditsReleased: z.object({ credits, campaign, holds: z.number().int(), why: z.string() }),
  CreditsRefunded: z.object({ credits, campaign, texts: z.number().int() }),
  CreditsAdjusted: z.object({ credits: z.number().int(), by: z.string(), why: z.string() }),
  PeriodClosed: z.object({
    available: credits,
    held: credits,
    spent: credits,
    purchased: credits,
    granted: credits,
  }),
} as const;
