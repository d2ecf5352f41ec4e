import { audit } from '../app/features/compliance/audit.server.ts';
import { lastAuditRun } from '../app/features/compliance/audit-books.server.ts';
import { closeDatabase, pool } from '../app/platform/database.server.ts';

/** `npm run audit`: checks the books of the database that DATABASE_URL names; exit code 1 and a line each when they are wrong. */
const client = await pool.connect();
const violations = await audit(client);
const last = await lastAuditRun(client);
client.release();
await closeDatabase();

for (const violation of violations) {
  const shop = violation.shopId === null ? 'no shop' : `shop ${violation.shopId}`;
  process.stdout.write(
    `${violation.check}: ${shop}, ${violation.what}: expected ${violation.expected}, found ${violation.found}\n`,
  );
}
process.stdout.write(violations.length === 0 ? 'the books are right\n' : `${violations.length} violations\n`);
process.stdout.write(
  last === undefined
    ? 'the workers have not checked them yet\n'
    : `the workers last checked them at ${last.at.toISOString()}: ${last.violations} violations\n`,
);
process.exitCode = violations.length === 0 ? 0 : 1;
