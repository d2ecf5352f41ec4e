import { parseArgs } from 'node:util';
import { rebuildProjections } from '../app/features/compliance/rebuild.server.ts';
import type { ProjectionCheck } from '../app/features/compliance/rebuild-compare.server.ts';
import { verifyProjections } from '../app/features/compliance/rebuild-verify.server.ts';
import { closeDatabase, pool } from '../app/platform/database.server.ts';

const USAGE = `npm run rebuild [-- --verify] [--shop DOMAIN]

Makes every projection of the database that DATABASE_URL names again from its events and puts the live rows right that
differ, while web and workers go on. Texts nobody, and adds no event, job or movement of credits. A row is replaced only
if nothing was recorded about it meanwhile; rows that are right are not touched. A no to being texted that no event tells
of is reported and left alone.

  --verify        compares only, by hash, per projection and shop; writes nothing
  --shop DOMAIN   looks at one shop only (example.myshopify.com)

Exit code 0: everything is what its events say (now); 1: something differs, and the first differing rows are named;
2: called wrongly.
`;

const hashOf = (hash: string | null) => (hash ?? '(no rows)').slice(0, 12).padEnd(14);
const differs = (check: ProjectionCheck) => check.liveHash !== check.rebuiltHash;
const say = (line: string) => process.stdout.write(`${line}\n`);

function report(checks: readonly ProjectionCheck[]): void {
  say('projection              shop        rows  live          rebuilt');
  for (const check of checks) {
    say(
      `${check.projection.padEnd(20)}${String(check.shopId).padStart(8)}${String(check.rows).padStart(12)}  ${hashOf(check.liveHash)}${hashOf(check.rebuiltHash)}${differs(check) ? 'DIFFERS' : 'equal'}`,
    );
    for (const { key, live, rebuilt } of check.differences) {
      say(`  ${key}: live ${live ?? 'has no such row'}; the events say ${rebuilt ?? 'no such row'}`);
    }
  }
}

/** @returns the exit code. */
function conclude(checks: readonly ProjectionCheck[]): number {
  const wrong = checks.filter(differs);
  say(
    wrong.length === 0
      ? 'every projection is what its events say'
      : `${wrong.length} of ${checks.length} differ: ${[...new Set(wrong.map((check) => check.projection))].join(', ')}`,
  );
  return wrong.length === 0 ? 0 : 1;
}

async function run(shopId: number | undefined, verifyOnly: boolean): Promise<number> {
  const scope = shopId === undefined ? {} : { shopId };
  if (verifyOnly) {
    const checks = await verifyProjections(scope);
    report(checks);
    return conclude(checks);
  }
  const rebuilt = await rebuildProjections({ scope });
  if (rebuilt.kind === 'already_running') {
    say('another rebuild of this database is running; nothing was done');
    return 1;
  }
  report(rebuilt.found);
  for (const { projection, shopId: shop, rows } of rebuilt.put) {
    say(`put right: ${rows} ${rows === 1 ? 'row' : 'rows'} of ${projection}, shop ${shop}`);
  }
  for (const { owner, why } of rebuilt.left) {
    const of = owner.campaignId === null ? '' : `, campaign ${owner.campaignId}`;
    say(`left for the next run: ${owner.kind} rows of shop ${owner.shopId}${of}: ${why}`);
  }
  const wrong = rebuilt.checks.filter(differs);
  if (rebuilt.put.length > 0 && wrong.length > 0) {
    say('after that:');
    report(wrong);
  }
  return conclude(rebuilt.checks);
}

/** undefined: called wrongly. */
function readArgs(): { verify: boolean; help: boolean; shop?: string | undefined } | undefined {
  try {
    const { verify, help, shop } = parseArgs({
      options: {
        verify: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        shop: { type: 'string' },
      },
    }).values;
    return { verify, help, shop };
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const args = readArgs();
  if (args === undefined || args.help) {
    process.stderr.write(USAGE);
    return args?.help === true ? 0 : 2;
  }
  if (args.shop === undefined) {
    return run(undefined, args.verify);
  }
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM shop WHERE domain = $1', [args.shop]);
  if (rows[0] === undefined) {
    process.stderr.write(`There is no shop ${args.shop}.\n`);
    return 2;
  }
  return run(rows[0].id, args.verify);
}

process.exitCode = await main();
await closeDatabase();
