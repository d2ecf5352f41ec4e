import { pool } from './database.server.ts';
import { env } from './env.server.ts';

const WINDOW_MS = 1_000;
const WAIT_MS_MIN = 10;

/**
 * Takes one call's token for the shop and the traffic account: calls per second to Mitto, counted in Postgres so that
 * all workers share them, in windows of one second.
 *
 * @returns 0 when the call may go, else milliseconds after which to ask again.
 */
export async function takeCallToken(shopId: number): Promise<number> {
  return (
    (await take(`shop:${shopId}`, env.SHOP_REQUESTS_PER_SECOND)) ||
    (await take(`account:${env.MITTO_TRAFFIC_ACCOUNT_ID}`, env.MITTO_REQUESTS_PER_SECOND))
  );
}

/**
 * DANGER: by the database's clock alone. A window that one process dated by its own clock would stay open for hours when
 * that clock is set back, and nothing would be sent meanwhile.
 */
async function take(key: string, limit: number): Promise<number> {
  const { rows } = await pool.query<{ points: number; wait: number }>({
    name: 'take_call_token',
    text: `INSERT INTO rate_limit AS r (key, points, expire)
           VALUES ($1, 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + $2::bigint)
           ON CONFLICT (key) DO UPDATE SET
             points = CASE WHEN r.expire <= excluded.expire - $2::bigint THEN 1 ELSE r.points + 1 END,
             expire = CASE WHEN r.expire <= excluded.expire - $2::bigint THEN excluded.expire ELSE r.expire END
           RETURNING points, expire - (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS wait`,
    values: [key, WINDOW_MS],
  });
  const { points, wait } = rows[0] ?? { points: 0, wait: 0 };
  return points <= limit ? 0 : Math.max(WAIT_MS_MIN, wait);
}
