import { afterAll, beforeAll, vi } from 'vitest';
import { z } from 'zod';
import { type Synced, syncContacts } from '../../../app/features/contacts/sync-contacts.server.ts';
import { authenticateAdmin } from '../../../app/features/shops/authenticate-admin.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { env } from '../../../app/platform/env.server.ts';
import { customerId, type DemoCustomer, demoCustomers } from '../../simulators/shopify/demo-customers.ts';
import type { ShopifyStandIn } from '../../simulators/shopify/start.ts';
import { fetchFromAdmin, standInForApp } from '../shopify.ts';

export type ShopOfCustomers = {
  shopId: number;
  domain: string;
  /** How many customers it has, and what they are made from. */
  demo: { count: number; seed: number };
  control(action: string, body?: Record<string, unknown>): Promise<void>;
  /** The bulk operations that the app has asked for. */
  exports(): Promise<{ id: string; query: string; count: number }[]>;
};

/** A stand-in of Shopify for the whole file, with shops of so many customers; each test installs a fresh one. */
export function customersOfThisFile(options: { shops: number; customers: number }): {
  newShop(): Promise<ShopOfCustomers>;
} {
  const domains = Array.from({ length: options.shops }, (_, i) => `customers-${i + 1}.myshopify.com`);
  let standIn: ShopifyStandIn | undefined;
  beforeAll(async () => {
    standIn = await standInForApp({
      shops: ['first.myshopify.com', ...domains],
      customers: options.customers,
    });
    env.SHOPIFY_SIM_ORIGIN = standIn.url;
    // Its first query reads the whole schema, which is nothing that a test should wait for.
    await authenticateAdmin(fetchFromAdmin('/app', { shop: 'first.myshopify.com' }));
    await pool.query("UPDATE shop SET uninstalled_at = now() WHERE domain = 'first.myshopify.com'");
  });
  afterAll(() => standIn?.stop());
  return {
    async newShop() {
      const domain = domains.shift();
      const shopify = standIn;
      if (domain === undefined || shopify === undefined) {
        throw new Error('ask for more shops, inside a test');
      }
      const { shopId } = await authenticateAdmin(fetchFromAdmin('/app', { shop: domain }));
      return {
        shopId,
        domain,
        demo: { count: options.customers, seed: 1 + Number(/\d+/.exec(domain)?.[0]) },
        control: (action, body = {}) => shopify.control(action, { ...body, shop: domain }),
        exports: async () => exportsSchema.parse(await shopify.read(`exports?shop=${domain}`)),
      };
    },
  };
}

const exportsSchema = z.array(z.object({ id: z.string(), query: z.string(), count: z.number() }));

/** Runs the job of a reading as often as it asks for, without the pauses between, until it ends in another way, or throws. */
export async function readToTheEnd({ shopId }: { shopId: number }): Promise<Synced> {
  const ended = await vi.waitFor(
    async () => {
      const run = await syncContacts(shopId).then(
        (synced) => ({ synced }),
        (error: unknown) => ({ error }),
      );
      if ('synced' in run && run.synced.kind === 'to_be_continued') {
        throw new Error(`still to be continued: ${run.synced.why}`);
      }
      return run;
    },
    { timeout: 20_000, interval: 20 },
  );
  if ('error' in ended) {
    throw ended.error;
  }
  return ended.synced;
}

/** A contact by the place of its customer in the demo, from 0. */
export async function contactOf({ shopId }: { shopId: number }, n: number) {
  const { rows } = await pool.query<{
    id: number;
    firstName: string | null;
    phone: number | null;
    consent: string;
    consentAt: Date | null;
    tags: string[];
    deleted: boolean;
  }>(
    `SELECT id, first_name AS "firstName", phone, consent, consent_at AS "consentAt", tags,
            deleted_at IS NOT NULL AS deleted
     FROM contact WHERE shop_id = $1 AND shopify_id = $2`,
    [shopId, customerId(n)],
  );
  return rows[0];
}

/** The shop's customers as they were before anybody changed them. */
export const customersOf = ({ demo }: Pick<ShopOfCustomers, 'demo'>): DemoCustomer[] => [
  ...demoCustomers(demo),
];

/** The first of them, from 0, who is subscribed, has a name, and a Greek number of her own. */
export function subscriberOf(shop: Pick<ShopOfCustomers, 'demo'>): number {
  const all = customersOf(shop);
  return all.findIndex(
    ({ smsConsent, phone, firstName }) =>
      smsConsent?.state === 'SUBSCRIBED' &&
      firstName !== null &&
      phone?.startsWith('+3069') === true &&
      all.filter((other) => other.phone === phone).length === 1,
  );
}
