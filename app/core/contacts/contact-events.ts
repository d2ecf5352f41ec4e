import { z } from 'zod';

const time = z.iso.datetime();
export const consentSources = ['shopify', 'opt_out_link', 'merchant', 'import', 'reply'] as const;

export const contactEvents = {
  ConsentGiven: z.object({
    source: z.enum(consentSources),
    level: z.string(),
    wording: z.string().nullable(),
    at: time,
  }),
  ConsentWithdrawn: z.object({ source: z.enum(consentSources), evidence: z.string().nullable(), at: time }),
  ContactSuppressed: z.object({ reason: z.string(), at: time }),
  ContactErased: z.object({ request: z.string(), at: time }),
} as const;
