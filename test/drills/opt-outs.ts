// DANGER: imports the app, which reads the environment while it is loaded: import it after process.env is set.
import { setTimeout as sleep } from 'node:timers/promises';
import { pool } from '../../app/platform/database.server.ts';
import { below, fraction, type Random, seededRandom } from '../simulators/mitto/random.ts';
import type { Campaign } from './campaign.ts';
import { type OptOutWay, optOutWays } from './opt-out-result.ts';
import { SayNo } from './say-no.ts';

/** Somebody who has said no, and when (milliseconds since 1970) she was answered that it was heard. */
export type Told = { ordinal: number; contactId: number; way: OptOutWay; answeredAt: number };

/** So many say no at the same time by each way. */
const AT_ONCE = 2;
/** Per second, all ways together: so many of them per recipient, and no more than the machine bears beside the sending. */
const PER_SECOND = 0.025;
const PER_SECOND_MAX = 100;
/** The share of those whose call is open just now; the others wait for theirs. */
const IN_OPEN_CALL = 0.2;
const WEBHOOKS_MS = 120_000;

/**
 * People opt out as long as texts of the campaign wait to be sent, by all ways and on several connections at once.
 *
 * @returns everybody who did.
 */
export async function optOutWhileSending(
  campaign: Campaign,
  { port, seed }: { port: number; seed: number },
): Promise<Told[]> {
  const sayNo = await SayNo.to(campaign, port);
  const asked = new Set<number>();
  const told: Told[] = [];
  const connections = optOutWays.flatMap((way) => Array.from({ length: AT_ONCE }, () => way));
  const perSecond = Math.min(PER_SECOND_MAX, campaign.recipients * PER_SECOND);
  const pauseMs = (connections.length * 1000) / perSecond;
  await Promise.all(
    connections.map(async (way, n) => {
      const random = seededRandom(seed, 1_000 + n);
      for (;;) {
        await sleep(fraction(random) * 2 * pauseMs);
        const range = await someBatch(campaign, random);
        if (range === 'all_called') {
          return;
        }
        const ordinal = range.first + below(random, range.last - range.first + 1);
        if (asked.has(ordinal)) {
          continue;
        }
        asked.add(ordinal);
        const contactId = await sayNo.by(way, ordinal);
        told.push({ ordinal, contactId, way, answeredAt: Date.now() });
      }
    }),
  );
  await untilWebhooksAreHandled();
  return told;
}

/** Somewhere among those whose texts have not been taken yet. */
async function someBatch(
  { shopId, campaignId }: Campaign,
  random: Random,
): Promise<{ first: number; last: number } | 'all_called'> {
  const { rows } = await pool.query<{ first: number; last: number; open: boolean }>(
    `SELECT first_ordinal AS first, last_ordinal AS last, status = 'dispatching' AS open FROM send_batch
     WHERE shop_id = $1 AND campaign_id = $2 AND status IN ('planned', 'ready', 'deferred', 'dispatching')
     ORDER BY batch_no`,
    [shopId, campaignId],
  );
  const inOpen = fraction(random) < IN_OPEN_CALL;
  const preferred = rows.filter(({ open }) => open === inOpen);
  const among = preferred.length > 0 ? preferred : rows;
  return among[below(random, Math.max(1, among.length))] ?? 'all_called';
}

/** What was answered 200 may be handled a little later; who waits for hours is not part of a drill. */
async function untilWebhooksAreHandled(): Promise<void> {
  for (const until = performance.now() + WEBHOOKS_MS; performance.now() < until; await sleep(200)) {
    const { rows } = await pool.query<{ waiting: boolean }>(
      'SELECT EXISTS (SELECT FROM webhook WHERE handled_at IS NULL) AS waiting',
    );
    if (rows[0]?.waiting === false) {
      return;
    }
  }
}
