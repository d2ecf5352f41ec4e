import { z } from 'zod';
import { actor } from '../campaigns/campaign-events.ts';

/** Local time of day, `HH:MM`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const shopSettings = z.object({
  sender: z.string().nullable(),
  timeZone: z.string(),
  quietFrom: timeOfDay.nullable(),
  quietUntil: timeOfDay.nullable(),
  capHours: z.number().int().positive().nullable(),
  maxCreditsPerText: z.number().int().positive().nullable(),
  /** What every text ends with that has no way out of its own. */
  optOutLine: z.string(),
  /** Where links of texts begin; null: the installation's own domain. */
  ownLinkDomain: z.string().nullable(),
  /** ISO alpha-2; null: every country that has a price. */
  allowedCountries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .nullable(),
});
export type ShopSettings = z.infer<typeof shopSettings>;

export const shopEvents = {
  ShopInstalled: z.object({ country: z.string(), timeZone: z.string() }),
  /** `testNumbers`: how many there are; which ones is in no event. */
  SettingsChanged: shopSettings
    .partial({ optOutLine: true, ownLinkDomain: true, allowedCountries: true })
    .extend({ by: actor, testNumbers: z.number().int().nonnegative().optional() }),
  ShopUninstalled: z.object({}),
} as const;
