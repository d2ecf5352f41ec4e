import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { pool } from './database.server.ts';
import { env } from './env.server.ts';

/**
 * Calls per second to Mitto, counted in Postgres so that all workers share them: per traffic account and per shop.
 * Windows of one second; the table is made by the migrations.
 */
const limiter = (keyPrefix: string, points: number) =>
  new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix,
    points,
    duration: 1,
    clearExpiredByTimeout: false,
  });

const perAccount = limiter('account', env.MITTO_REQUESTS_PER_SECOND);
const perShop = limiter('shop', env.SHOP_REQUESTS_PER_SECOND);

/**
 * Takes one call's token for the shop and the traffic account.
 *
 * @returns 0 when the call may go, else milliseconds after which to ask again.
 */
export async function takeCallToken(shopId: number): Promise<number> {
  return (await take(perShop, String(shopId))) || (await take(perAccount, env.MITTO_TRAFFIC_ACCOUNT_ID));
}

async function take(from: RateLimiterPostgres, key: string): Promise<number> {
  try {
    await from.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) {
      return Math.max(10, refusal.msBeforeNext);
    }
    throw refusal;
  }
}
