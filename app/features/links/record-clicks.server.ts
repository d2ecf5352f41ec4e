import { type ClickVerdict, judgeClick, type LinkRequest } from '../../core/links/judge-click.ts';
import { pool } from '../../platform/database.server.ts';
import { GroupWriter } from '../../platform/group-writer.server.ts';
import { log } from '../../platform/log.server.ts';
import type { OpenedLink } from './open-link.server.ts';

/** What came with the request that opened a link, or pressed the button of an opt-out page. */
export type LinkVisit = Omit<LinkRequest, 'method' | 'msSinceHandOver'> & { method: 'GET' | 'HEAD' | 'POST' };

type Click = LinkVisit & { link: OpenedLink };

const GROUP_MAX = 500;
const USER_AGENT_MAX = 300;
/** What is kept in memory while the database is away, a few megabytes. */
const UNWRITTEN_MAX = 20_000;
const AGAIN_AFTER_MS = 2_000;

const groups = new GroupWriter<Click>(GROUP_MAX, writeClicks);
/** Clicks that could not be written, and wait for the next try. */
let failed: Click[] = [];
let again: NodeJS.Timeout | undefined;
let unwritten = 0;
let dropped = 0;

/**
 * Records that a link was opened, after the answer and without being waited for. Never throws: a redirect is worth more than
 * its click.
 */
export function recordClick(link: OpenedLink, visit: LinkVisit): void {
  if (unwritten >= UNWRITTEN_MAX) {
    dropped += 1;
    return;
  }
  unwritten += 1;
  put([{ ...visit, link, userAgent: cleaned(visit.userAgent) }]);
}

/** Writes what is in memory; for a shutdown. What cannot be written then is counted in the log, and lost. */
export async function drainClicks(): Promise<void> {
  putAgain();
  await groups.drain();
  clearTimeout(again);
  again = undefined;
  if (failed.length > 0) {
    log.error({ clicks: failed.length }, 'clicks on links could not be written before the end');
    unwritten -= failed.length;
    failed = [];
  }
}

function put(clicks: Click[]): void {
  groups.add(clicks).then(
    () => {
      unwritten -= clicks.length;
    },
    (error: unknown) => {
      failed.push(...clicks);
      if (again === undefined) {
        log.warn({ err: error }, 'clicks on links could not be written; they are kept and tried again');
        again = setTimeout(putAgain, AGAIN_AFTER_MS).unref();
      }
    },
  );
}

/** One by one: a group of them may fail and another not. */
function putAgain(): void {
  clearTimeout(again);
  again = undefined;
  const clicks = failed;
  failed = [];
  for (const click of clicks) {
    put([click]);
  }
  if (dropped > 0) {
    log.error(
      { clicks: dropped },
      'clicks on links were not kept: too many came while the database was away',
    );
    dropped = 0;
  }
}

/** Postgres takes neither NUL nor half a character. */
const cleaned = (userAgent: string | undefined): string | undefined =>
  userAgent?.replaceAll('\0', '').slice(0, USER_AGENT_MAX).toWellFormed();

const judge = (click: Click, msSinceHandOver: number | null): ClickVerdict =>
  click.method === 'POST'
    ? { verdict: 'person', reason: 'pressed_stop' }
    : judgeClick({
        method: click.method,
        userAgent: click.userAgent,
        purpose: click.purpose,
        msSinceHandOver,
      });

/**
 * How long before each click its text was handed over, in milliseconds: since the carrier took it, or was asked to where it
 * has not answered; null where it never was.
 */
async function handOvers(clicks: Click[]): Promise<(number | null)[]> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: 'hand_overs_of_clicks',
    text: `SELECT (extract(epoch FROM g.at - CASE WHEN b.status = 'accepted' THEN b.settled_at ELSE b.intended_at END)
                   * 1000)::float8 AS ms
           FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::timestamptz[])
                WITH ORDINALITY AS g(shop_id, campaign_id, ordinal, at, place)
           LEFT JOIN recipient r ON r.shop_id = g.shop_id AND r.campaign_id = g.campaign_id AND r.ordinal = g.ordinal
           LEFT JOIN send_batch b ON b.shop_id = r.shop_id AND b.campaign_id = r.campaign_id AND b.batch_no = r.batch_no
           ORDER BY g.place`,
    values: [
      clicks.map(({ link }) => link.shopId),
      clicks.map(({ link }) => link.campaignId),
      clicks.map(({ link }) => link.ordinal),
      clicks.map(({ link }) => link.at),
    ],
  });
  return rows.map(({ ms }) => ms);
}

/**
 * One statement for the clicks, for who is new among the people of a link, and for its counts. All are counted; a row is kept of the
 * first of a minute, by the same recipient and for the same reason, because anybody who has a link can open it without end. Whoever
 * was erased meanwhile is not named, and neither is their machine. In the order of their keys, so that two processes never wait for
 * each other crosswise.
 */
const WRITE_CLICKS = `
WITH given AS (
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::timestamptz[], $6::text[], $7::text[],
                       $8::text[], $9::text[])
    AS g(shop_id, campaign_id, link_id, ordinal, at, method, user_agent, verdict, reason)
), judged AS (
  SELECT g.shop_id, g.link_id, r.ordinal, g.at, g.method, g.verdict, g.reason, g.method = 'POST' AS pressed_stop,
         CASE WHEN r.ordinal IS NOT NULL THEN g.user_agent END AS user_agent,
         row_number() OVER (PARTITION BY g.shop_id, g.link_id, r.ordinal, g.method, g.reason ORDER BY g.at) AS nth
  FROM given g
  LEFT JOIN recipient r ON r.shop_id = g.shop_id AND r.campaign_id = g.campaign_id AND r.ordinal = g.ordinal
    AND r.phone IS NOT NULL
), written AS (
  INSERT INTO link_click (shop_id, link_id, ordinal, at, method, user_agent, verdict, reason)
  SELECT shop_id, link_id, ordinal, at, method, user_agent, verdict, reason FROM judged j
  WHERE nth = 1
    AND NOT EXISTS (SELECT FROM link_click k
                    WHERE k.shop_id = j.shop_id AND k.link_id = j.link_id AND k.ordinal = j.ordinal
                      AND k.at > j.at - interval '1 minute' AND k.method = j.method AND k.reason = j.reason)
    AND (j.ordinal IS NOT NULL
         OR NOT EXISTS (SELECT FROM link_click k
                        WHERE k.shop_id = j.shop_id AND k.link_id = j.link_id AND k.ordinal IS NULL
                          AND k.at > j.at - interval '1 minute' AND k.method = j.method AND k.reason = j.reason))
  ORDER BY at
), people AS (
  INSERT INTO link_person (shop_id, link_id, ordinal, pressed_stop, first_at)
  SELECT shop_id, link_id, ordinal, pressed_stop, min(at) FROM judged
  WHERE verdict = 'person' AND ordinal IS NOT NULL
  GROUP BY shop_id, link_id, ordinal, pressed_stop ORDER BY shop_id, link_id, ordinal, pressed_stop
  ON CONFLICT DO NOTHING
  RETURNING shop_id, link_id, pressed_stop
), facts AS (
  SELECT shop_id, link_id, 0 AS people, 0 AS pressed, 1 AS clicks, (verdict <> 'person')::integer AS machines
  FROM judged WHERE NOT pressed_stop
  UNION ALL
  SELECT shop_id, link_id, (NOT pressed_stop)::integer, pressed_stop::integer, 0, 0 FROM people
)
INSERT INTO link_count AS c (shop_id, link_id, people, pressed, clicks, machines)
SELECT shop_id, link_id, sum(people), sum(pressed), sum(clicks), sum(machines) FROM facts
GROUP BY shop_id, link_id ORDER BY shop_id, link_id
ON CONFLICT (shop_id, link_id) DO UPDATE SET
  people = c.people + excluded.people, pressed = c.pressed + excluded.pressed,
  clicks = c.clicks + excluded.clicks, machines = c.machines + excluded.machines`;

async function writeClicks(clicks: Click[]): Promise<void> {
  const since = await handOvers(clicks);
  const verdicts = clicks.map((click, index) => judge(click, since[index] ?? null));
  await pool.query({
    name: 'record_clicks',
    text: WRITE_CLICKS,
    values: [
      clicks.map(({ link }) => link.shopId),
      clicks.map(({ link }) => link.campaignId),
      clicks.map(({ link }) => link.linkId),
      clicks.map(({ link }) => link.ordinal),
      clicks.map(({ link }) => link.at),
      clicks.map(({ method }) => method),
      clicks.map(({ userAgent }) => userAgent ?? null),
      verdicts.map(({ verdict }) => verdict),
      verdicts.map(({ reason }) => reason),
    ],
  });
}
