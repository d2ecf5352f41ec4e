import { z } from 'zod';
import {
  purchaseWebhook,
  subscriptionWebhook,
} from '../../../app/features/billing/billing-webhooks.server.ts';
import { buyCredits } from '../../../app/features/billing/buy-credits.server.ts';
import { creditBalance } from '../../../app/features/credits/credit-balance.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { checkBooksAfterEach } from './books.ts';
import { type ShopifyShop, shopifyOfThisFile } from './shopify.ts';

const money = z.object({ amount: z.string(), currencyCode: z.string() });
const charges = z.object({
  purchases: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      test: z.boolean(),
      returnUrl: z.string(),
      price: money,
    }),
  ),
  subscriptions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      returnUrl: z.string(),
      recurring: z.object({ price: money }).nullable(),
      usage: z
        .object({
          cap: money,
          terms: z.string(),
          records: z.array(z.object({ id: z.string(), idempotencyKey: z.string().nullable(), price: money })),
        })
        .nullable(),
    }),
  ),
});

export type BillingShop = ShopifyShop & {
  /** What the shop has at Shopify: the truth about money. */
  charges(): Promise<z.infer<typeof charges>>;
  /** The merchant, or Shopify, gives a charge another status. */
  move(id: string, status: string): Promise<void>;
};

/** A webhook about a charge, as it would reach its handler. */
export const purchaseWebhookOf = (shop: BillingShop, id: string) =>
  purchaseWebhook(webhookOf(shop, 'app_purchases_one_time/update', { app_purchase_one_time: idOf(id) }));
export const subscriptionWebhookOf = (shop: BillingShop, id: string) =>
  subscriptionWebhook(webhookOf(shop, 'app_subscriptions/update', { app_subscription: idOf(id) }));

const idOf = (id: string) => ({ admin_graphql_api_id: id, status: 'ACTIVE', name: 'not looked at' });
const webhookOf = ({ shopId, domain }: BillingShop, topic: string, payload: unknown) => ({
  id: 'webhook',
  topic,
  shopId,
  domain,
  installed: true,
  triggeredAt: new Date(),
  payload,
});

/** Shopify for a file about money; the books are checked after each test. */
export function billingOfThisFile(options: { shops: number }): { newShop(): Promise<BillingShop> } {
  const shopify = shopifyOfThisFile(options);
  let shopId: number;
  checkBooksAfterEach(() => shopId);
  return {
    async newShop() {
      const shop = await shopify.newShop();
      shopId = shop.shopId;
      return {
        ...shop,
        charges: async () => charges.parse(await shop.read('charges')),
        move: (id, status) => shop.control('charge', { id, status }),
      };
    },
  };
}

/** Presses Buy. @returns the id of the charge that waits for her at Shopify. */
export async function bought(
  shop: BillingShop,
  credits = 2_000,
  back: string | null = null,
): Promise<string> {
  const result = await buyCredits(shop.shopId, { commandId: crypto.randomUUID(), credits, back });
  const id = (await shop.charges()).purchases.at(-1)?.id;
  if (result.kind !== 'approve' || id === undefined) {
    throw new Error(`nothing was asked for: ${JSON.stringify(result)}`);
  }
  return id;
}

export type PurchaseRow = {
  status: string;
  problem: string | null;
  credits: number;
  shopifyId: string | null;
};

/** The purchases of a shop, the oldest first. */
export async function purchasesOf({ shopId }: { shopId: number }): Promise<PurchaseRow[]> {
  const { rows } = await pool.query<PurchaseRow>(
    `SELECT status, problem, credits, shopify_id AS "shopifyId" FROM purchase WHERE shop_id = $1 ORDER BY id`,
    [shopId],
  );
  return rows;
}

export const purchasedOf = async ({ shopId }: { shopId: number }): Promise<number> =>
  (await creditBalance(shopId)).purchased;

/** Time passes until the sweep asks again about charges. */
export async function passBillingTime(): Promise<void> {
  await pool.query(`UPDATE purchase SET checked_at = now() - interval '2 hours', asked_at = NULL`);
  await pool.query(`UPDATE purchase SET created_at = created_at - interval '1 minute'`);
  await pool.query(`UPDATE subscription SET checked_at = now() - interval '1 day', asked_at = NULL`);
}
