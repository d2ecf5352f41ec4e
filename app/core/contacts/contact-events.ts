import { z } from 'zod';

const time = z.iso.datetime();
export const consentSources = [
  'shopify',
  'opt_out_link',
  'merchant',
  'import',
  'reply',
  'confirmation_link',
] as const;

/** How the merchant heard a no that she records herself. */
export const toldBy = ['phone', 'email', 'in_person', 'other'] as const;
export type ToldBy = (typeof toldBy)[number];

export const contactEvents = {
  ConsentGiven: z.object({
    source: z.enum(consentSources),
    level: z.string(),
    /** The version of the shop's wording (consent_wording) that she said yes to. */
    wording: z.string().nullable(),
    /** A code that names rows: the text that asked her, her reply. */
    evidence: z.string().nullable().optional(),
    at: time,
  }),
  ConsentWithdrawn: z.object({
    source: z.enum(consentSources),
    evidence: z.string().nullable(),
    toldBy: z.enum(toldBy).optional(),
    /** The member of staff who recorded it, by Shopify's id. */
    by: z.string().optional(),
    at: time,
  }),
  /** A reply of hers looks like a no: she is not texted until the merchant has judged it. */
  ConsentQuestioned: z.object({ evidence: z.string(), at: time }),
  /** The merchant judged that it was none, so the yes of before stands. `by`: the member of staff, by Shopify's id. */
  ConsentUpheld: z.object({ evidence: z.string(), by: z.string(), at: time }),
  ContactSuppressed: z.object({ reason: z.string(), at: time }),
  ContactErased: z.object({ request: z.string(), at: time }),
} as const;
