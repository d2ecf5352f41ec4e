import { drainReports, recordReports } from '../features/delivery/record-reports.server.ts';
import { closeDatabase, pool } from '../platform/database.server.ts';
import { prisma } from '../platform/prisma.server.ts';
import { readiness } from './readiness.server.ts';
import type { Shell } from './shell.ts';

/** See shell.ts. */
export const shell: Shell = {
  recordReports,
  readiness: () => readiness(pool),
  async close() {
    await drainReports();
    await prisma.$disconnect();
    await closeDatabase();
  },
};
