import { z } from 'zod';
import { centsOf } from '../../core/billing/money.ts';
import { ownPath } from '../../core/billing/own-path.ts';
import { plans } from '../../core/billing/price-list.ts';
import { type BuyResult, buyCredits } from './buy-credits.server.ts';
import { choosePlan, type SubscriptionResult, setTopUp, stopTopUp } from './change-subscription.server.ts';

/** Made by the page for one press: whatever comes twice with it is one charge. */
const commandId = z.uuid();
const back = z
  .string()
  .max(2_000)
  .optional()
  .transform((path) => ownPath(path ?? null));
const whole = z.coerce.number().int().nonnegative().max(1_000_000_000);

const billingForm = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('buy'), commandId, back, credits: whole }),
  z.object({ intent: z.literal('plan'), commandId, back, plan: z.enum(plans) }),
  z.object({
    intent: z.literal('top-up'),
    commandId,
    back,
    credits: whole,
    // What she typed; an amount that is none is below every price.
    threshold: z
      .string()
      .max(20)
      .transform((text) => (/^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : 0)),
    ceiling: z
      .string()
      .max(20)
      .transform((text) => centsOf(text.trim().replace(',', '.')) ?? 0),
  }),
  z.object({ intent: z.literal('stop-top-up') }),
]);

export type BillingResult = BuyResult | SubscriptionResult | { kind: 'unreadable' };

/** What the credits page posts: buy a pack, choose a plan, turn top-ups on or off. */
export async function billingCommand(shopId: number, form: FormData): Promise<BillingResult> {
  const parsed = billingForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    return { kind: 'unreadable' };
  }
  const command = parsed.data;
  switch (command.intent) {
    case 'buy':
      return buyCredits(shopId, command);
    case 'plan':
      return choosePlan(shopId, command);
    case 'top-up': {
      const { credits, threshold, ceiling, ...rest } = command;
      return setTopUp(shopId, { ...rest, topUp: { credits, threshold, ceilingCents: ceiling } });
    }
    case 'stop-top-up':
      return stopTopUp(shopId);
    default:
      return command satisfies never;
  }
}
