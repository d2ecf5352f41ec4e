import type { Plan } from '../../core/billing/price-list.ts';
import type { PurchaseProblem, PurchaseStatus } from '../../core/billing/purchase.ts';
import type { SubscriptionStatus } from '../../core/billing/subscription.ts';
import { credits, formatNumber } from '../formats.ts';

export const billingTexts = {
  buyTitle: 'Buy credits',
  buyNote:
    'You approve every purchase in Shopify, and it comes with your Shopify bill. Credits never expire.',
  back: 'Back to your campaign',
  pack: (count: number) => credits(count),
  perCredit: (price: string) => `${price} a credit`,
  insteadOf: (price: string) => `instead of ${price}`,
  buy: 'Buy',
  buyThis: (count: number, price: string) => `Buy ${credits(count)} for ${price}`,

  planTitle: 'Plan',
  planNote:
    'A plan makes every pack cheaper. It brings no credits of its own, and every plan can send, the free one too.',
  plans: { free: 'Free', starter: 'Starter', growth: 'Growth' } satisfies Record<Plan, string>,
  perMonth: (price: string) => `${price} every 30 days`,
  nothing: 'No fee',
  discount: (percent: number) => (percent === 0 ? 'Packs at list price' : `${percent}% off every pack`),
  current: 'Your plan',
  renews: (day: string) => `The running period ends on ${day}.`,
  choose: 'Choose',
  chooseThis: (plan: string) => `Choose ${plan}`,
  frozenTitle: 'Your plan is on hold',
  frozen:
    'Your Shopify bill is not paid, so no campaign can be sent and packs cost their list price. Pay the bill in Shopify, or go back to the free plan. Your credits are safe.',

  topUpTitle: 'Automatic top-up',
  topUpNote:
    'Buys a pack by itself when you run low. You approve the most that it may cost in 30 days; more is never charged.',
  topUpOn: (count: number, threshold: number) =>
    `${credits(count)} are bought each time fewer than ${formatNumber(threshold)} are available.`,
  topUpMost: (ceiling: string) => `At most ${ceiling} in 30 days.`,
  topUpWaits: (day: string) =>
    `The most that you have approved is used up, so nothing is bought by itself until ${day}. Buy a pack, or approve more below.`,
  topUpPack: 'Credits to buy',
  topUpThreshold: 'When fewer are available than',
  topUpUnit: 'credits',
  topUpCeiling: (currency: string) => `Most in 30 days (${currency})`,
  topUpStart: 'Turn on',
  topUpChange: 'Change',
  topUpStop: 'Turn off',

  purchases: 'Purchases',
  noPurchases: 'You have not bought credits yet.',
  date: 'Date',
  what: 'What',
  price: 'Price',
  state: 'State',
  packLine: (count: number) => credits(count),
  topUpLine: (count: number) => `${credits(count)}, automatic`,
  testLine: 'test, not billed',
  approve: 'Approve in Shopify',
  states: {
    asking: 'Not confirmed by Shopify',
    pending: 'Waits for your approval in Shopify',
    credited: 'Paid, credits added',
    declined: 'Declined, nothing charged',
    expired: 'Not approved in time, nothing charged',
    refused: 'No credits added',
  } satisfies Record<PurchaseStatus, string>,
  problems: {
    test_charge: 'A test charge gives no credits here. Nothing was charged.',
    other_price:
      'Shopify reports another amount than you were asked for. Support has been told and will put it right.',
    other_name:
      'Shopify reports another purchase than you asked for. Support has been told and will put it right.',
    ceiling: 'It would have cost more than the most that you have approved. Nothing was charged.',
    not_charged: 'Shopify did not accept the charge. Nothing was charged.',
  } satisfies Record<PurchaseProblem, string>,

  creditedTitle: (count: number) => `${credits(count)} added`,
  credited: 'They are in your balance.',
  pendingTitle: 'Waiting for Shopify',
  pending:
    'Shopify has not confirmed the purchase yet. Your credits come by themselves as soon as it does; you can leave this page.',
  declinedTitle: 'You declined the purchase',
  declined: 'Nothing was charged, and no credits were added.',
  expiredTitle: 'The purchase was not approved in time',
  refusedTitle: 'No credits were added',
  subscription: {
    asking: 'Shopify has not confirmed the change yet. Your plan stays as it was.',
    pending: 'Shopify has not confirmed the change yet. It comes into force by itself as soon as it does.',
    active: 'The change is in force.',
    frozen: 'Your plan is on hold.',
    declined: 'You declined the change. Nothing was charged, and your plan stays as it was.',
    expired: 'The change was not approved in time. Your plan stays as it was.',
    cancelled: 'That plan has ended.',
    refused: 'Shopify reports another plan than you chose. Support has been told; your plan stays as it was.',
  } satisfies Record<SubscriptionStatus, string>,

  answers: {
    busy: 'This purchase is being prepared already. Wait a moment, then look at the list of purchases.',
    no_answer: 'Shopify did not answer, so nothing was charged. Try again.',
    refused:
      'Shopify did not accept the charge, so nothing was charged. Try again later, or write to support.',
    decided: 'You have decided about this purchase already. Its state is in the list of purchases.',
    no_such_pack: 'This pack is not sold any more. Nothing was charged. Choose another one.',
    unreadable: 'This form cannot be read, so nothing was charged. Load the page again.',
    threshold: 'Write a whole number from 1 to the credits of the pack.',
    ceiling_too_low: 'Write an amount that pays for one pack at least.',
    ceiling_too_high: 'Write an amount up to 10,000.',
  },
  changed: 'Saved',
} as const;
