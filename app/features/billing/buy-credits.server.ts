import { amountOf } from '../../core/billing/money.ts';
import { packOn } from '../../core/billing/price-list.ts';
import { purchaseName } from '../../core/billing/purchase.ts';
import { pool } from '../../platform/database.server.ts';
import { askForPurchase } from '../../platform/shopify/billing-calls.server.ts';
import { uuidFrom } from '../../platform/uuid.server.ts';
import { type Asked, askOnce } from './ask-once.server.ts';
import { billingShop, inProduction, returnAddress } from './billing-shop.server.ts';

export type BuyCommand = {
  /** Made by the page for one press: whatever comes twice with it is one purchase. */
  commandId: string;
  /** The pack. */
  credits: number;
  /** A page of ours to come back to. */
  back: string | null;
};
export type BuyResult = Asked | { kind: 'no_such_pack' };

/**
 * The merchant wants to buy a pack: writes down what she asks for at today's price of her plan, and asks Shopify for the
 * charge that she approves there. Nothing is credited by this (`settlePurchase`).
 */
export async function buyCredits(shopId: number, command: BuyCommand): Promise<BuyResult> {
  const { credits, back } = command;
  const { domain, currency, today, plan } = await billingShop(pool, shopId);
  const pack = packOn(today, currency, plan.plan, credits);
  if (pack === undefined) {
    return { kind: 'no_such_pack' };
  }
  // Whatever the browser says: another pack is another purchase.
  const commandId = uuidFrom(`buy:${shopId}:${command.commandId}:${credits}`);
  await pool.query(
    `INSERT INTO purchase (shop_id, kind, command_id, requested_by, credits, cents, currency, test, return_path)
     VALUES ($1, 'pack', $2, 'merchant', $3, $4, $5, $6, $7)
     ON CONFLICT (shop_id, command_id) DO NOTHING`,
    [shopId, commandId, credits, pack.price.cents, currency, !inProduction(), back],
  );
  const { rows } = await pool.query<{
    id: number;
    credits: number;
    cents: number;
    currency: string;
    test: boolean;
  }>('SELECT id, credits, cents, currency, test FROM purchase WHERE shop_id = $1 AND command_id = $2', [
    shopId,
    commandId,
  ]);
  const wanted = rows[0];
  if (wanted === undefined) {
    throw new Error(`a purchase of shop ${shopId} is gone: purchases are never deleted`);
  }
  return askOnce('purchase', { shopId, id: wanted.id }, () =>
    askForPurchase(domain, {
      name: purchaseName(wanted),
      price: { amount: amountOf(wanted.cents), currencyCode: wanted.currency },
      returnUrl: returnAddress(domain, `purchase=${wanted.id}`),
      test: wanted.test,
    }),
  );
}
