import { jobCatalog } from '../../app/platform/job-catalog.ts';
import type { Migration } from '../../app/platform/migrations.server.ts';

/** What Sendbook's migrations make, by kind, in an order in which it can be dropped. */
export type OwnObjects = { tables: string[]; views: string[]; sequences: string[]; functions: string[] };

/** Reads the names out of the migrations themselves, so that the list is never behind. */
export function ownObjectsOf(migrations: readonly Pick<Migration, 'sql'>[]): OwnObjects {
  const sql = migrations.map((migration) => migration.sql.replace(/--.*$/gm, '')).join('\n');
  const made = (what: string) => {
    const pattern = new RegExp(`^CREATE (?:OR REPLACE )?${what}\\s+(?:IF NOT EXISTS\\s+)?"?(\\w+)"?`, 'gim');
    return [...new Set([...sql.matchAll(pattern)].map(([, name]) => name ?? ''))];
  };
  return {
    tables: [...made('(?:UNLOGGED )?TABLE'), '_prisma_migrations'],
    views: made('(?:MATERIALIZED )?VIEW'),
    sequences: made('SEQUENCE'),
    functions: made('FUNCTION'),
  };
}

/** What stands in a database, as far as it matters to whom it belongs. */
export type Inventory = {
  /** Tables and views outside of PostgreSQL's own schemas, extensions and the job queue, as schema.name. */
  relations: { schema: string; name: string }[];
  /** The schema that Sendbook's migrations go to. */
  schema: string;
  /** Names of the tasks that the job queue knows. */
  tasks: string[];
  /** Shops of Sendbook. */
  shops: string[];
};

/**
 * Why the demo must not use a database; undefined when nobody else does. The demo sends campaigns to a simulator and
 * may forget everything, so it goes into an empty database or into its own and nowhere else.
 */
export function foreignTo(own: OwnObjects, found: Inventory, demoShop: string): string | undefined {
  const ours = new Set([...own.tables, ...own.views]);
  const relation = found.relations.find(({ schema, name }) => schema !== found.schema || !ours.has(name));
  if (relation !== undefined) {
    return `it holds something of somebody else (${relation.schema}.${relation.name})`;
  }
  const task = found.tasks.find((name) => !Object.hasOwn(jobCatalog, name));
  if (task !== undefined) {
    return `its job queue serves another program (task ${task})`;
  }
  const others = found.shops.filter((shop) => shop !== demoShop);
  return others.length === 0 ? undefined : `it holds the books of another shop (${others[0]})`;
}
