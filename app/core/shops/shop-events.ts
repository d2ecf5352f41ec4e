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
});
export type ShopSettings = z.infer<typeof shopSettings>;

export const shopEvents = {
  ShopInstalled: z.object({ country: z.string(), timeZone: z.string() }),
  SettingsChanged: shopSettings.extend({ by: actor }),
  ShopUninstalled: z.object({}),
} as const;
