import type { TestProject } from 'vitest/node';
import {
  ensureEmbeddedPostgres,
  type Postgres,
  testDataDir,
} from '../../scripts/postgres/ensure-postgres.ts';
import { throwawaySettings } from '../../scripts/postgres/settings.ts';
import './provided.ts';
import { beginRun, type Run } from './run-databases.ts';
import { ensureTemplate } from './template.ts';

/**
 * Before the tests that need PostgreSQL: has a server (DATABASE_URL's, otherwise an embedded one that does without
 * the disk), a migrated template on it, and tells the test files. DATABASE_URL's account must be allowed to create
 * databases; nothing that isn't named sendbook_test_… is touched there.
 *
 * @returns what ends it: this run's databases are dropped, and the embedded server stops unless another run uses it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await testServer();
  let run: Run | undefined;
  try {
    run = await beginRun(server.adminUrl);
    const template = await ensureTemplate(run, server.url, { keep: server.embedded });
    const { prefix } = run;
    project.provide('testServer', { adminUrl: server.adminUrl, appUrl: server.url, template, prefix });
  } catch (error) {
    await run?.end();
    await server.stop();
    throw error;
  }
  const begun = run;
  return async () => {
    await begun.end();
    await server.stop();
  };
}

/** The server that tests make their databases on. */
export async function testServer(): Promise<Postgres> {
  const given = process.env.DATABASE_URL;
  if (given === undefined || given === '') {
    return await ensureEmbeddedPostgres({ dataDir: testDataDir, settings: throwawaySettings });
  }
  // Advisory locks hold within one database only, so all runs must meet in the same one.
  const admin = new URL(given);
  admin.pathname = '/postgres';
  return { url: given, adminUrl: admin.href, embedded: false, stop: async () => {} };
}
