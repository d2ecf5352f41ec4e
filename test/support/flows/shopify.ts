import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import { grantCredits } from '../../../app/features/credits/grant-credits.server.ts';
import { authenticateAdmin } from '../../../app/features/shops/authenticate-admin.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { env } from '../../../app/platform/env.server.ts';
import type { ShopifyStandIn } from '../../simulators/shopify/start.ts';
import { fetchFromAdmin, standInForApp } from '../shopify.ts';
import { deleteAllJobs } from './jobs.ts';

const discounts = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    input: z.record(z.string(), z.unknown()),
    codes: z.array(z.string()),
  }),
);
export type ShopifyDiscounts = z.infer<typeof discounts>;
export type ShopifyShop = {
  shopId: number;
  domain: string;
  control(action: string, body?: Record<string, unknown>): Promise<void>;
  /** What the stand-in tells of this shop. */
  read(what: string): Promise<unknown>;
  /** What the shop has in Shopify: the truth about discounts. */
  discounts(): Promise<ShopifyDiscounts>;
};

/** A stand-in of Shopify for the whole file, and shops of it: each test installs a fresh one, with credits. */
export function shopifyOfThisFile(options: { shops: number; customers?: number }): {
  newShop(): Promise<ShopifyShop>;
} {
  const domains = Array.from({ length: options.shops }, (_, i) => `of-this-file-${i + 1}.myshopify.com`);
  let standIn: ShopifyStandIn | undefined;
  beforeAll(async () => {
    standIn = await standInForApp({
      shops: ['first.myshopify.com', ...domains],
      customers: options.customers ?? 1,
    });
    env.SHOPIFY_SIM_ORIGIN = standIn.url;
    // Its first query reads the whole schema, which is nothing that a test should wait for.
    await authenticateAdmin(fetchFromAdmin('/app', { shop: 'first.myshopify.com' }));
  });
  afterAll(() => standIn?.stop());
  return {
    async newShop() {
      const shop = domains.shift();
      const shopify = standIn;
      if (shop === undefined || shopify === undefined) {
        throw new Error('ask for more shops, inside a test');
      }
      const { shopId } = await authenticateAdmin(fetchFromAdmin('/app', { shop }));
      await pool.query('UPDATE shop SET quiet_from = NULL, quiet_until = NULL WHERE id = $1', [shopId]);
      // Its customers are the test's own.
      await deleteAllJobs();
      await grantCredits(shopId, 10_000, { by: 'operator', why: 'trial', commandId: randomUUID() });
      return {
        shopId,
        domain: shop,
        read: (what) => shopify.read(`${what}?shop=${shop}`),
        control: (action, body = {}) => shopify.control(action, { ...body, shop }),
        discounts: async () => discounts.parse(await shopify.read(`discounts?shop=${shop}`)),
      };
    },
  };
}
