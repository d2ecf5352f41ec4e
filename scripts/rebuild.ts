import { type ProjectionCheck, verifyProjections } from '../app/features/compliance/rebuild-verify.server.ts';
import { closeDatabase } from '../app/platform/database.server.ts';

const USAGE = `npm run rebuild -- --verify

Makes every projection of the database that DATABASE_URL names again from its events, beside the live ones, and compares
them by hash, per projection and shop. Writes nothing that stays. Exit code 0: all equal; 1: something differs, and the
first differing rows are named; 2: called wrongly. Verifying is all it does: live rows are never replaced.
`;

const hashOf = (hash: string | null) => (hash ?? '(no rows)').slice(0, 12).padEnd(14);

function lineOf(check: ProjectionCheck): string {
  const verdict = check.liveHash === check.rebuiltHash ? 'equal' : 'DIFFERS';
  return `${check.projection.padEnd(20)}${String(check.shopId).padStart(8)}${String(check.rows).padStart(12)}  ${hashOf(check.liveHash)}${hashOf(check.rebuiltHash)}${verdict}\n`;
}

const args = process.argv.slice(2);
if (args.length !== 1 || args[0] !== '--verify') {
  process.stderr.write(USAGE);
  process.exitCode = args[0] === '--help' ? 0 : 2;
} else {
  const checks = await verifyProjections();
  await closeDatabase();
  process.stdout.write('projection              shop        rows  live          rebuilt\n');
  for (const check of checks) {
    process.stdout.write(lineOf(check));
    for (const { key, live, rebuilt } of check.differences) {
      process.stdout.write(
        `  ${key}: live ${live ?? 'has no such row'}; the events say ${rebuilt ?? 'no such row'}\n`,
      );
    }
  }
  const wrong = checks.filter((check) => check.liveHash !== check.rebuiltHash);
  process.stdout.write(
    wrong.length === 0
      ? 'every projection is what its events say\n'
      : `${wrong.length} of ${checks.length} differ: ${[...new Set(wrong.map((check) => check.projection))].join(', ')}\n`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
