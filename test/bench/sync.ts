import { setTimeout as sleep } from 'node:timers/promises';
import { testVariables } from '../setup/variables.ts';
import { startShopifyStandIn } from '../simulators/shopify/start.ts';
import { fetchFromAdmin } from '../support/shopify.ts';
import { type Figure, perSecond } from './figure.ts';
import { BenchProcess } from './process.ts';

const SHOP = 'bench-sync.myshopify.com';
const LOOK_MS = 250;

/**
 * The first sync of a shop, by a worker as it runs in production: from the install to the last customer, and again for the
 * weekly comparison, which meets nothing new. The time in which the stand-in writes the export is Shopify's, and apart.
 */
export async function sync(customers: number): Promise<Figure[]> {
  const standIn = await startShopifyStandIn({
    appUrl: testVariables.SHOPIFY_APP_URL,
    apiKey: testVariables.SHOPIFY_API_KEY,
    apiSecret: testVariables.SHOPIFY_API_SECRET,
    shops: [SHOP],
    customers,
  });
  process.env.SHOPIFY_SIM_ORIGIN = standIn.url;
  const { env } = await import('../../app/platform/env.server.ts');
  env.SHOPIFY_SIM_ORIGIN = standIn.url;
  const { pool } = await import('../../app/platform/database.server.ts');
  const { authenticateAdmin } = await import('../../app/features/shops/authenticate-admin.server.ts');
  const { hintSync, openReading } = await import('../../app/features/contacts/sync-state.server.ts');

  const { shopId } = await authenticateAdmin(fetchFromAdmin('/app', { shop: SHOP }));
  const worker = new BenchProcess('workers/index.ts', { SHOPIFY_SIM_ORIGIN: standIn.url });
  try {
    const first = await stored();
    await openReading(pool, shopId, null);
    await hintSync(shopId);
    const again = await stored();
    const figure = (what: string, value: number, unit: string): Figure => ({
      bench: 'sync',
      what,
      value,
      unit,
    });
    const what = `${customers.toLocaleString('en-GB')} customers`;
    return [
      figure(`${what}, the first time`, first / 1000, 's'),
      figure('rate', perSecond(customers, first), 'customers/s'),
      figure(`${what}, when nothing has changed`, again / 1000, 's'),
      figure('most memory of the worker', worker.peakMegabytes(), 'MB'),
    ];
  } finally {
    await worker.stop();
    await standIn.stop();
  }

  /** From when Shopify has made the export until nobody is left to be read, in milliseconds. */
  async function stored(): Promise<number> {
    let began: number | undefined;
    for (;;) {
      const { rows } = await pool.query<{ reading: string | null; storing: boolean; read: boolean }>(
        `SELECT y.reading, y.stored_bytes > 0 AS storing, y.read_at IS NOT NULL AS read
         FROM customer_sync y WHERE y.shop_id = $1`,
        [shopId],
      );
      if (rows[0]?.storing === true) {
        began ??= performance.now();
      }
      if (rows[0]?.reading === null && rows[0].read && began !== undefined) {
        return performance.now() - began;
      }
      await sleep(LOOK_MS);
    }
  }
}
