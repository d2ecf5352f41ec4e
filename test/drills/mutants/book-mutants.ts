import type { Mutant } from './mutant.ts';

const db = (file: string, named: string) => ({ project: 'db' as const, file, named });
const BOOK = 'prisma/migrations/20261124000000_book/migration.sql';
const SETTLE = 'app/features/credits/settle-refunds.server.ts';

/** Mistakes about events, projections, credits and reports. */
export const bookMutants: readonly Mutant[] = [
  {
    name: 'lane-lock-removed',
    mistake:
      'Events get their positions without the lane lock, so a projector can skip one that commits late.',
    edits: [
      {
        in: { lastDefinitionOf: 'append_events' },
        find: 'PERFORM pg_advisory_xact_lock(1000, v_lane);',
        replace: 'NULL;',
      },
    ],
    caughtBy: [
      db('test/model/interleavings.test.ts', 'an event whose slow transaction has drawn its position'),
      db('app/platform/event-store.server.test.ts', 'the order of positions is the order of commits'),
    ],
  },
  {
    name: 'version-not-checked',
    mistake: 'A stream takes events that were decided on an older version of it.',
    edits: [
      {
        in: { lastDefinitionOf: 'append_events' },
        find: "RAISE EXCEPTION USING ERRCODE = 'SB409', MESSAGE = 'stream version conflict';",
        replace: 'NULL;',
      },
    ],
    caughtBy: [
      db('app/platform/event-store.server.test.ts', 'a stream at another version than expected refuses'),
    ],
  },
  {
    name: 'events-can-be-changed',
    mistake: 'The triggers that keep events from being changed are missing.',
    edits: [
      {
        in: BOOK,
        find: 'CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event\n  FOR EACH ROW EXECUTE FUNCTION event_is_append_only();',
        replace: '',
      },
      {
        in: BOOK,
        find: "EXECUTE format('CREATE TRIGGER event_no_rewrite BEFORE UPDATE OR DELETE OR TRUNCATE ON %s\n                    FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()', part);",
        replace: 'NULL;',
      },
    ],
    caughtBy: [
      db(
        'app/platform/event-store.server.test.ts',
        'the database itself refuses to change, delete or truncate',
      ),
    ],
  },
  {
    name: 'counts-checkpoint-elsewhere',
    mistake: 'The counters and how far they were read are committed one after the other.',
    edits: [
      {
        in: { lastDefinitionOf: 'project_campaign_counts' },
        find: 'UPDATE projection p SET position = n.position, updated_at = now()',
        replace: 'UPDATE projection p SET updated_at = now()',
      },
      {
        in: 'app/features/delivery/project-campaign-counts.server.ts',
        find: "await pool.query('SELECT project_campaign_counts()');",
        replace: `await pool.query('SELECT project_campaign_counts()');
  await pool.query(\`UPDATE projection p SET position = (SELECT coalesce(max(e.position), p.position) FROM event e WHERE e.category = p.category)
    WHERE p.name = 'campaign_count'\`);`,
      },
    ],
    caughtBy: [
      db('test/model/projector-interleavings.test.ts', 'of two projectors that wait for one checkpoint'),
    ],
  },
  {
    name: 'refunds-checkpoint-elsewhere',
    mistake: 'Refunds and how far the reports were read are committed one after the other.',
    edits: [
      {
        in: SETTLE,
        find: 'await withTransaction(async (tx) => {\n',
        replace: 'let read: number | undefined;\n  await withTransaction(async (tx) => {\n',
      },
      {
        in: SETTLE,
        find: `await tx.query(
      \`UPDATE projection SET position = $1, updated_at = now() WHERE name = 'refunds' AND category = 6\`,
      [Math.max(...refunds.map((one) => one.last))],
    );`,
        replace: 'read = Math.max(...refunds.map((one) => one.last));',
      },
      {
        in: SETTLE,
        find: "failpoint('before-refunds-commit');\n  });",
        replace: `failpoint('before-refunds-commit');
  });
  await withTransaction((tx) => tx.query(
    \`UPDATE projection SET position = $1 WHERE name = 'refunds' AND category = 6 AND $1::bigint IS NOT NULL\`, [read]));`,
      },
    ],
    caughtBy: [
      db('test/model/interleavings.test.ts', 'a worker that settles refunds while another has not committed'),
    ],
  },
  {
    name: 'balance-checked-in-code',
    mistake: 'The balance is read and then taken from, instead of guarded by the update that takes from it.',
    edits: [
      {
        in: { lastDefinitionOf: 'credit_hold' },
        find: 'AND credits_posted - debits_posted - debits_pending >= v_total;',
        replace: 'AND true;',
      },
      {
        in: 'app/features/campaigns/confirm-campaign.server.ts',
        find: 'creditBalanceIn(tx, shopId, { lock: true })',
        replace: 'creditBalanceIn(tx, shopId, { lock: false })',
      },
      // With the CHECK the second launch would break off instead of taking what is not there.
      {
        in: BOOK,
        find: "CHECK (code <> 'available' OR credits_posted - debits_posted - debits_pending >= 0)",
        replace: 'CHECK (true)',
      },
    ],
    caughtBy: [db('test/model/interleavings.test.ts', 'of two launches on the last credit')],
  },
  {
    name: 'balance-may-go-below-zero',
    mistake: 'The database has no CHECK that a balance stays above zero.',
    edits: [
      {
        in: BOOK,
        find: "CHECK (code <> 'available' OR credits_posted - debits_posted - debits_pending >= 0)",
        replace: 'CHECK (true)',
      },
    ],
    caughtBy: [
      db(
        'app/features/credits/credit-functions.server.test.ts',
        'a balance below zero and a changed transfer',
      ),
    ],
  },
  {
    name: 'hold-resolved-twice',
    mistake: 'Neither an index nor the id of a resolution keeps a hold from being resolved a second time.',
    edits: [
      {
        in: BOOK,
        find: "CREATE UNIQUE INDEX credit_transfer_resolved_once ON credit_transfer (shop_id, pending_id) WHERE kind IN ('post', 'void');",
        replace: '',
      },
      {
        in: { lastDefinitionOf: 'credit_resolve' },
        find: "md5('resolve:' || id)::uuid",
        replace: 'gen_random_uuid()',
      },
    ],
    caughtBy: [db('app/features/credits/credit-functions.server.test.ts', 'a hold is resolved once')],
  },
  {
    name: 'parked-reports-dropped',
    mistake: 'A report for a message that nobody knows yet is thrown away.',
    edits: [
      {
        in: { lastDefinitionOf: 'record_delivery_reports' },
        find: 'FROM given g WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.message_id = g.id)',
        replace: 'FROM given g WHERE false',
      },
    ],
    caughtBy: [
      db('test/model/interleavings.test.ts', 'a report that comes while its own acceptance is being written'),
    ],
  },
  {
    name: 'parked-by-ordinal-alone',
    mistake:
      'A parked report with a reference and no id is tied by its ordinal, in any campaign of the shop.',
    edits: [
      {
        in: 'app/features/delivery/match-parked-reports.server.ts',
        find: 'm.campaign_id = k.id AND m.ordinal = p.ordinal',
        replace: 'm.ordinal = p.ordinal',
      },
    ],
    caughtBy: [db('test/flows/reports.test.ts', 'a parked report with a reference and no id')],
  },
  {
    name: 'parked-word-overtaken',
    mistake: 'A final word that is still parked is overtaken by the next one about its text.',
    edits: [
      {
        in: { lastDefinitionOf: 'record_delivery_reports' },
        find: 'SELECT id FROM given WHERE rank >= 3',
        replace: 'SELECT id FROM given WHERE false',
      },
    ],
    caughtBy: [db('test/flows/reports.test.ts', 'the first final word stands although it was parked')],
  },
  {
    name: 'rank-not-compared',
    mistake: 'The last report counts, whatever was reported before it.',
    edits: [
      {
        in: { lastDefinitionOf: 'record_delivery_reports' },
        find: 'WHERE rank > old_rank OR (rank = 0 AND old_rank < 3)',
        replace: 'WHERE true',
      },
    ],
    caughtBy: [
      db('test/flows/reports.test.ts', 'a late Sent never undoes a delivery'),
      db('test/model/interleavings.test.ts', 'the first final word stands'),
    ],
  },
  {
    name: 'report-answered-before-commit',
    mistake: 'A report is answered while it is still being written.',
    edits: [
      {
        in: 'app/features/delivery/record-reports.server.ts',
        find: 'await writeReports(reports);',
        replace: 'void writeReports(reports).catch(() => {});',
      },
    ],
    caughtBy: [
      db(
        'app/features/delivery/record-reports.server.test.ts',
        'a database that is away is told to the carrier',
      ),
    ],
  },
];
