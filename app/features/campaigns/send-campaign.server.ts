import { z } from 'zod';
import { shopSettingsOf } from '../shops/change-settings.server.ts';
import { type ConfirmResult, confirmCampaign } from './confirm-campaign.server.ts';
import { scheduleTime } from './schedule-time.ts';

const common = {
  version: z.coerce.number().int().positive(),
  /** A ticked box; one that is not ticked is not posted at all. */
  riskAccepted: z
    .string()
    .max(20)
    .optional()
    .transform((value) => value === 'yes'),
};
const sendForm = z.discriminatedUnion('when', [
  z.object({ when: z.literal('now'), ...common }),
  z.object({
    when: z.literal('later'),
    ...common,
    date: z.string().max(20).default(''),
    time: z.string().max(20).default(''),
  }),
]);

export type SendResult =
  | ConfirmResult
  /** The time she chose cannot be read, or the clocks skip it. */
  | { kind: 'no_time'; problem: 'missing' | 'gap' }
  | { kind: 'unreadable' };

/** What the review page posts: Send now, or at a time on the shop's clocks. */
export async function sendCampaign(shopId: number, campaignId: number, form: FormData): Promise<SendResult> {
  const parsed = sendForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    return { kind: 'unreadable' };
  }
  const wanted = parsed.data;
  const { version, riskAccepted } = wanted;
  if (wanted.when === 'now') {
    return confirmCampaign(shopId, campaignId, { version, riskAccepted, startAt: null });
  }
  const { timeZone } = await shopSettingsOf(shopId);
  const start = scheduleTime(wanted.date, wanted.time, timeZone);
  return start.ok
    ? confirmCampaign(shopId, campaignId, { version, riskAccepted, startAt: start.at })
    : { kind: 'no_time', problem: start.problem };
}
