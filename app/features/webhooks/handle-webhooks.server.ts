import { parseExactJson } from '../../core/parse-exact-json.ts';
import { storable } from '../../core/storable.ts';
import { pool } from '../../platform/database.server.ts';
import { hintWebhooks } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { handlers } from './handlers.server.ts';
import type { Handled, Webhook } from './webhook.ts';

type Row = {
  id: string;
  topic: string;
  shop_domain: string;
  triggered_at: Date;
  body: string;
  attempts: number;
  shop_id: number | null;
  installed: boolean | null;
};

/** Few, so that whoever else is free takes the next ones: a group is worked off one after the other. */
const GROUP = 10;
/** How long whoever took a group has it to himself; a process that dies leaves it to others after that. */
const LEASE_SECONDS = 120;
/** From this attempt on a failure is one for the operator. */
const ALERT_AFTER = 5;
/** So often what is urgent is tried again at once before it waits like everything else. */
const TRIES_AT_ONCE = 5;

/**
 * Job handle-webhooks: works off what Shopify has posted, until nothing is due. Any number may run at once. One that fails
 * waits, longer each time and at most an hour, and never ends: it may be a person's wish to be forgotten.
 */
export async function handleWebhooks(): Promise<void> {
  for (let group = await claim(); group.length > 0; group = await claim()) {
    const done: { id: string; outcome: string }[] = [];
    for (const row of group) {
      const outcome = await handle(row);
      if (outcome !== undefined) {
        done.push({ id: row.id, outcome });
      }
    }
    await close(done);
  }
}

/** Asks for the job when a webhook is due: the sweep's step. */
export async function wakeWebhooks(): Promise<void> {
  const { rows } = await pool.query<{ due: boolean }>(
    'SELECT EXISTS (SELECT FROM webhook WHERE handled_at IS NULL AND next_attempt_at <= now()) AS due',
  );
  if (rows[0]?.due === true) {
    await hintWebhooks(null);
  }
}

/** What must be in force within a second first; then shops take turns, each with its oldest one. */
async function claim(): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    name: 'claim_webhooks',
    text: `WITH due AS (
             SELECT id FROM webhook
             WHERE handled_at IS NULL AND next_attempt_at <= now()
             ORDER BY urgent DESC, turn_at
             LIMIT $1 FOR UPDATE SKIP LOCKED
           ), taken AS (
             UPDATE webhook w SET attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 second'
             FROM due WHERE w.id = due.id
             RETURNING w.*
           )
           SELECT t.id, t.topic, t.shop_domain, t.triggered_at, t.body, t.attempts,
                  s.id AS shop_id, s.uninstalled_at IS NULL AS installed
           FROM taken t LEFT JOIN shop s ON s.domain = t.shop_domain
           ORDER BY t.urgent DESC, t.turn_at`,
    values: [GROUP, LEASE_SECONDS],
  });
  return rows;
}

/** What became of it; undefined when it is to be tried again. */
async function handle(row: Row): Promise<string | undefined> {
  try {
    const handled = await toHandler(row);
    return handled.kind === 'handled' ? 'handled' : handled.why;
  } catch (err) {
    await putOff(row);
    const alert = row.attempts >= ALERT_AFTER ? { alert: 'webhook_failing' } : {};
    log.error(
      { err, webhook: row.id, topic: row.topic, shopId: row.shop_id, attempt: row.attempts, ...alert },
      'a webhook could not be worked off, it will be tried again',
    );
    return undefined;
  }
}

async function toHandler(row: Row): Promise<Handled> {
  if (row.shop_id === null) {
    return { kind: 'ignored', why: 'unknown_shop' };
  }
  const handler = Object.hasOwn(handlers, row.topic) ? handlers[row.topic] : undefined;
  if (handler === undefined) {
    log.warn({ topic: row.topic, shopId: row.shop_id }, 'nothing here handles webhooks of this topic');
    return { kind: 'ignored', why: 'no_handler' };
  }
  const parsed = parseExactJson(row.body, storable);
  if (parsed === undefined) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  const webhook: Webhook = {
    id: row.id,
    topic: row.topic,
    shopId: row.shop_id,
    domain: row.shop_domain,
    installed: row.installed === true,
    triggeredAt: row.triggered_at,
    payload: parsed.json,
  };
  return await handler(webhook);
}

/** A no that met a lock is tried again at once, and is not left to the sweep. */
async function putOff({ id }: Row): Promise<void> {
  const { rows } = await pool.query<{ again_ms: number | null }>(
    `UPDATE webhook w SET next_attempt_at = now() + wait.seconds * interval '1 second'
     FROM (
       SELECT id, urgent AND attempts <= $2 AS at_once,
              least(3600, 5 * 2 ^ least(attempts, 10)) * CASE WHEN urgent AND attempts <= $2 THEN 0.02 ELSE 1 END AS seconds
       FROM webhook WHERE id = $1
     ) AS wait
     WHERE w.id = wait.id AND w.handled_at IS NULL
     RETURNING CASE WHEN wait.at_once THEN ceil(1000 * wait.seconds)::integer END AS again_ms`,
    [id, TRIES_AT_ONCE],
  );
  const again = rows[0]?.again_ms ?? null;
  if (again !== null) {
    await hintWebhooks(again);
  }
}

async function close(done: { id: string; outcome: string }[]): Promise<void> {
  if (done.length === 0) {
    return;
  }
  await pool.query(
    `UPDATE webhook w SET handled_at = now(), outcome = d.outcome, body = NULL
     FROM unnest($1::text[], $2::text[]) AS d(id, outcome)
     WHERE w.id = d.id AND w.handled_at IS NULL`,
    [done.map(({ id }) => id), done.map(({ outcome }) => outcome)],
  );
}
