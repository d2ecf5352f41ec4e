import pg from 'pg';
import { z } from 'zod';
import { readMigrations } from '../../app/platform/migrations.server.ts';
import { waitForDatabase } from '../../app/platform/wait-for-database.server.ts';
import { migrate } from '../../prisma/migrate.ts';
import { foreignTo, type Inventory, ownObjectsOf } from './own-objects.ts';
import { DemoProblem } from './problem.ts';

/** As the app reads DATABASE_WAIT_SECONDS; what is wrong with it the app says when it starts. */
const waitSchema = z.coerce.number().int().min(0).max(600).catch(30);
const undefinedTable = '42P01';

/**
 * Makes a database ready for the demo: looks that nobody else uses it, empties it when asked to, migrates it.
 *
 * @throws DemoProblem when it can't be reached, is not the demo's, or can't be migrated; the text names no password.
 */
export async function prepareDatabase(
  url: string,
  options: { demoShop: string; fresh: boolean; report: (line: string) => void },
): Promise<void> {
  const { demoShop, fresh, report } = options;
  const waitSeconds = waitSchema.parse(process.env.DATABASE_WAIT_SECONDS ?? '30');
  const found = await waitForDatabase(url, { seconds: waitSeconds, report });
  if (!found.ok) {
    throw new DemoProblem(found.problem);
  }
  const client = new pg.Client({ connectionString: url, application_name: 'sendbook-demo' });
  // A connection that breaks between two queries fails the next one.
  client.on('error', () => {});
  await client.connect();
  try {
    const own = ownObjectsOf(await readMigrations());
    const foreign = foreignTo(own, await takeInventory(client), demoShop);
    if (foreign !== undefined) {
      throw new DemoProblem(
        `The demo does not touch this database: ${foreign}. Let DATABASE_URL name an empty one ` +
          '(createdb sendbook_demo), or unset it to use the embedded PostgreSQL.',
      );
    }
    if (fresh) {
      await dropOwn(client, own);
    }
  } finally {
    await client.end();
  }
  const migrated = await migrate(url, { waitSeconds, report: () => {} });
  if (!migrated.ok) {
    const hint = migrated.why === 'migration' ? ' To begin anew: npm run demo -- --fresh' : '';
    throw new DemoProblem(`${migrated.problem}${hint}`);
  }
}

async function takeInventory(client: pg.Client): Promise<Inventory> {
  const { rows: relations } = await client.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'graphile_worker') AND n.nspname NOT LIKE 'pg\\_%'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                         AND d.deptype = 'e')`,
  );
  const { rows: schemas } = await client.query<{ schema: string | null }>(
    'SELECT current_schema() AS schema',
  );
  return {
    relations,
    schema: schemas[0]?.schema ?? 'public',
    tasks: await names(client, 'SELECT identifier AS name FROM graphile_worker._private_tasks'),
    shops: await names(client, 'SELECT domain AS name FROM shop ORDER BY id LIMIT 1000'),
  };
}

async function names(client: pg.Client, sql: string): Promise<string[]> {
  try {
    const { rows } = await client.query<{ name: string }>(sql);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === undefinedTable) {
      return [];
    }
    throw error;
  }
}

/** Everything in the database was found to be ours before. */
async function dropOwn(client: pg.Client, own: ReturnType<typeof ownObjectsOf>): Promise<void> {
  const drops = [
    ...own.views.map((name) => `DROP VIEW IF EXISTS "${name}" CASCADE`),
    ...own.tables.map((name) => `DROP TABLE IF EXISTS "${name}" CASCADE`),
    ...own.sequences.map((name) => `DROP SEQUENCE IF EXISTS "${name}" CASCADE`),
    ...own.functions.map((name) => `DROP ROUTINE IF EXISTS "${name}" CASCADE`),
    'DROP SCHEMA IF EXISTS graphile_worker CASCADE',
  ];
  await client.query('BEGIN');
  await client.query("SET LOCAL lock_timeout = '20s'");
  for (const drop of drops) {
    await client.query(drop);
  }
  await client.query('COMMIT');
}
