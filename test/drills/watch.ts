import { setTimeout as sleep } from 'node:timers/promises';
import { pool } from '../../app/platform/database.server.ts';
import type { SimulatorCounters } from '../simulators/mitto/start.ts';
import type { Campaign } from './campaign.ts';

const LOOK_MS = 400;
/** So often in a row nothing must move. */
const QUIET_LOOKS = 2;
const SETTLE_MS = 180_000;
/** What each recipient adds to that. */
const SETTLE_EACH_MS = 3;

/** How long it took, after each death of a process, until the books moved again. */
export class MovementWatch {
  readonly #deaths: { at: number; what: string }[] = [];
  readonly gaps: { what: string; ms: number }[] = [];
  #last: string | undefined;
  #watching = true;
  readonly #ended: Promise<void>;

  constructor() {
    this.#ended = this.#watch();
  }

  died(what: string): void {
    this.#deaths.push({ at: performance.now(), what });
  }

  /** Deaths after which nothing had to move any more are not counted. */
  async end(): Promise<void> {
    this.#watching = false;
    await this.#ended;
  }

  async #watch(): Promise<void> {
    while (this.#watching) {
      const now = await pool
        .query<{ moved: string }>(
          `SELECT (SELECT count(*) FROM event)::text || ' '
                || (SELECT sum(position) FROM projection)::text AS moved`,
        )
        // A database that was stopped answers nothing; that is part of the gap.
        .then(
          ({ rows }) => rows[0]?.moved,
          () => undefined,
        );
      if (now !== undefined && now !== this.#last) {
        this.#last = now;
        const at = performance.now();
        this.gaps.push(...this.#deaths.splice(0).map((death) => ({ what: death.what, ms: at - death.at })));
      }
      await sleep(LOOK_MS);
    }
  }
}

/**
 * Waits until so many of a hundred batches have been called, on a machine that is slow too; no longer than `atMostMs`.
 */
export async function untilCalled(
  { shopId, campaignId }: Campaign,
  percent: number,
  atMostMs: number,
): Promise<void> {
  const until = performance.now() + atMostMs;
  while (performance.now() < until) {
    const called = await pool
      .query<{ enough: boolean }>(
        `SELECT count(*) FILTER (WHERE attempt > 0) * 100 >= count(*) * $3::integer AS enough FROM send_batch
         WHERE shop_id = $1 AND campaign_id = $2`,
        [shopId, campaignId, percent],
      )
      // The database may be stopped just now.
      .catch(() => undefined);
    if (called?.rows[0]?.enough === true) {
      return;
    }
    await sleep(LOOK_MS);
  }
}

/**
 * Waits until nothing moves any more.
 *
 * @returns undefined, or what still did after minutes, the more the larger the campaign is.
 */
export async function settle(
  campaign: Campaign,
  counters: () => Promise<SimulatorCounters>,
): Promise<string | undefined> {
  const until = performance.now() + SETTLE_MS + campaign.recipients * SETTLE_EACH_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    const { waiting } = (await counters()).reports;
    const moving = waiting > 0 ? `${waiting} reports of the simulator` : await whatMoves(campaign);
    quiet = moving === undefined ? quiet + 1 : 0;
    if (moving !== undefined && performance.now() > until) {
      return moving;
    }
    await sleep(LOOK_MS);
  }
  return undefined;
}

async function whatMoves({ shopId, campaignId }: Campaign): Promise<string | undefined> {
  // The cheap question first: it is the answer most of the time.
  const { rows: batches } = await pool.query<{ moving: string }>(
    `SELECT format('%s batches that are %s', count(*), status) AS moving FROM send_batch
     WHERE shop_id = $1 AND campaign_id = $2 AND status IN ('planned', 'ready', 'deferred', 'dispatching')
     GROUP BY status`,
    [shopId, campaignId],
  );
  if (batches[0] !== undefined) {
    return batches[0].moving;
  }
  const { rows } = await pool.query<{ moving: string }>(
    `SELECT format('the count of those who are %s: %s instead of %s', state, counted, found) AS moving FROM (
       SELECT coalesce(c.state, v.state) AS state, coalesce(c.count, 0) AS counted, coalesce(v.count, 0) AS found
       FROM (SELECT state, count FROM campaign_count WHERE shop_id = $1 AND campaign_id = $2) c
       FULL JOIN (SELECT status AS state, count(*) FROM campaign_recipient
                  WHERE shop_id = $1 AND campaign_id = $2 GROUP BY status) v USING (state)) both_counts
     WHERE counted <> found
     UNION ALL
     SELECT 'refunds' FROM projection p WHERE p.name = 'refunds' AND p.category = 6 AND EXISTS (
       SELECT FROM event e WHERE e.category = 6 AND e.position > p.position AND (e.data ->> 'refund')::bigint > 0)
     UNION ALL
     SELECT 'a parked report whose message is known' FROM parked_report p WHERE EXISTS (
       SELECT FROM message m WHERE m.message_id = p.message_id
         OR (p.message_id IS NULL AND m.campaign_id = p.campaign_id AND m.ordinal = p.ordinal))
     UNION ALL
     SELECT 'a parked report that proves an unknown' FROM parked_report p JOIN send_batch b
       ON b.campaign_id = p.campaign_id AND p.ordinal BETWEEN b.first_ordinal AND b.last_ordinal
     WHERE b.status = 'unknown' AND p.message_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM message m WHERE m.campaign_id = p.campaign_id AND m.ordinal = p.ordinal)
     UNION ALL
     SELECT format('the campaign, which is %s', status) FROM campaign k WHERE shop_id = $1 AND id = $2
       AND (handed_over_at IS NULL OR status <> 'completed' AND NOT EXISTS (
         SELECT FROM campaign_recipient r WHERE r.shop_id = $1 AND r.campaign_id = $2
           AND r.status IN ('handed_over', 'unknown')))`,
    [shopId, campaignId],
  );
  return rows[0]?.moving;
}
