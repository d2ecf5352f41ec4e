import type { AuditCheck } from './audit-check.ts';

/** What keeps it all going: streams, batches, projections, jobs. */
export const auditChecksOfRunning: readonly AuditCheck[] = [
  {
    name: 'streams_dense',
    invariant: 8,
    promise: 'the versions of a stream are 1 to n without a gap',
    sql: `
      SELECT e.shop_id, stream_name(e.category, e.shop_id, e.stream_key, e.stream_part) AS what,
             format('1 to %s', s.version) AS expected,
             format('%s events from %s to %s', count(*), min(e.stream_version), max(e.stream_version)) AS found
      FROM event e
      LEFT JOIN stream s ON s.shop_id = e.shop_id AND s.category = e.category
                        AND s.stream_key = e.stream_key AND s.stream_part = e.stream_part
      WHERE e.category <> 6
      GROUP BY e.category, e.shop_id, e.stream_key, e.stream_part, s.version
      HAVING min(e.stream_version) <> 1 OR max(e.stream_version) <> count(*) OR s.version IS DISTINCT FROM count(*)`,
  },
  {
    name: 'rows_follow_streams',
    invariant: 8,
    promise: 'a campaign and a batch are as far as their streams',
    sql: `
      SELECT k.shop_id, format('campaign-%s', k.id) AS what, coalesce(s.version, 0)::text AS expected,
             k.stream_version::text AS found
      FROM campaign k
      LEFT JOIN stream s ON s.shop_id = k.shop_id AND s.category = 1 AND s.stream_key = k.id AND s.stream_part = 0
      WHERE k.stream_version <> coalesce(s.version, 0)
      UNION ALL
      SELECT b.shop_id, format('send-%s-%s', b.campaign_id, b.batch_no), coalesce(s.version, 0)::text,
             b.stream_version::text
      FROM send_batch b
      LEFT JOIN stream s ON s.shop_id = b.shop_id AND s.category = 2 AND s.stream_key = b.campaign_id
                        AND s.stream_part = b.batch_no
      WHERE b.stream_version <> coalesce(s.version, 0)`,
  },
  {
    name: 'nothing_stuck',
    invariant: 10,
    promise: 'no call is open, and no outcome unknown, past its deadline and the sweep',
    sql: `
      SELECT shop_id, format('send-%s-%s', campaign_id, batch_no) AS what,
             format('an outcome by %s', deadline + interval '60 seconds') AS expected, status AS found
      FROM send_batch WHERE status = 'dispatching' AND deadline < now() - interval '60 seconds'
      UNION ALL
      SELECT shop_id, format('send-%s-%s', campaign_id, batch_no),
             format('an end of the unknown by %s', deadline + interval '10 minutes'), status
      FROM send_batch WHERE status = 'unknown' AND deadline < now() - interval '10 minutes'`,
  },
  {
    name: 'projections_keep_up',
    // That they say what their events say is compared by hash: npm run rebuild -- --verify.
    invariant: 11,
    promise: 'what happened five minutes ago is counted and refunded',
    sql: `
      SELECT NULL::bigint AS shop_id, format('%s of category %s', p.name, p.category) AS what,
             format('read to %s', late.position) AS expected, format('read to %s', p.position) AS found
      FROM projection p
      CROSS JOIN LATERAL (
        SELECT max(e.position) AS position FROM event e
        WHERE e.category = p.category AND e.position > p.position AND e.recorded_at < now() - interval '5 minutes'
          -- Refunds read nothing else.
          AND (p.name <> 'refunds' OR e.type = 'DeliveryReported')
      ) late
      WHERE late.position IS NOT NULL`,
  },
  {
    name: 'jobs_alive',
    invariant: 12,
    promise: 'no job has used up its attempts',
    sql: `
      SELECT NULL::bigint AS shop_id, format('job %s (%s)', id, task_identifier) AS what,
             'attempts left' AS expected, format('%s of %s', attempts, max_attempts) AS found
      FROM graphile_worker.jobs
      -- A job whose worker was killed at its last attempt stays locked; after four hours nobody holds it. One that was
      -- asked for again while it ran has lost its key and its attempts to the new one (Graphile's add_job).
      WHERE attempts >= max_attempts AND key IS NOT NULL AND (locked_at IS NULL OR locked_at < now() - interval '4 hours')`,
  },
];
