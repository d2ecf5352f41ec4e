import { z } from 'zod';
import { currencies } from '../billing/money.ts';
import { plans } from '../billing/price-list.ts';
import { actor } from '../campaigns/campaign-events.ts';
import { mergeFields } from '../contacts/merge-fields.ts';
import { sendersByCountry } from '../messaging/senders-by-country.ts';
import { retentionSettings } from '../privacy/retention.ts';

/** Local time of day, `HH:MM`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const shopSettings = z.object({
  sender: z.string().max(20).nullable(),
  /** Where texts are from another sender than that of the campaign. */
  senders: sendersByCountry,
  timeZone: z.string().max(64),
  quietFrom: timeOfDay.nullable(),
  quietUntil: timeOfDay.nullable(),
  capHours: z.number().int().positive().nullable(),
  maxCreditsPerText: z.number().int().positive().nullable(),
  /** What every text ends with that has no way out of its own. */
  optOutLine: z.string().max(500),
  /** Where links of texts begin; null: the installation's own domain. */
  ownLinkDomain: z.string().max(253).nullable(),
  /** ISO alpha-2; null: every country that has a price. */
  allowedCountries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(250)
    .nullable(),
  /** What of a customer is a merge tag; left out, it stays as it is. */
  mergeFields: mergeFields.optional(),
});
export type ShopSettings = z.infer<typeof shopSettings>;

export const shopEvents = {
  ShopInstalled: z.object({ country: z.string(), timeZone: z.string() }),
  /** `testNumbers`: how many there are; which ones is in no event. */
  SettingsChanged: shopSettings
    .partial({ senders: true, optOutLine: true, ownLinkDomain: true, allowedCountries: true })
    .extend({ by: actor, testNumbers: z.number().int().nonnegative().optional() }),
  ShopUninstalled: z.object({}),
  RetentionChanged: retentionSettings.extend({ by: actor }),
  /** Everything personal was erased, two days after it had left; `contacts`: how many records were emptied for it. */
  ShopErased: z.object({ contacts: z.number().int().nonnegative() }),
  /** What the shop pays for from now on; `subscription` is Shopify's id, null on the free plan without top-ups. */
  SubscriptionChanged: z.object({
    plan: z.enum(plans),
    status: z.enum(['active', 'frozen', 'none']),
    subscription: z.string().nullable(),
    ceiling: z.object({ cents: z.number().int().positive(), currency: z.enum(currencies) }).nullable(),
  }),
} as const;
