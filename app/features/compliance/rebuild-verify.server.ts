import { pool } from '../../platform/database.server.ts';
import { compareProjection, type ProjectionCheck, withSettings } from './rebuild-compare.server.ts';
import type { Scope } from './rebuild-projection.ts';
import { projections } from './rebuild-projections.server.ts';

/**
 * Makes every projection again from the events, beside the live ones, and compares them shop by shop. One REPEATABLE READ
 * snapshot, so a running campaign makes no difference; temporary tables, so a crash leaves nothing behind and nothing
 * that is live is locked or written.
 */
export async function verifyProjections(scope: Pick<Scope, 'shopId'> = {}): Promise<ProjectionCheck[]> {
  const tx = await pool.connect();
  try {
    await tx.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    return await withSettings(tx, async () => {
      const checks: ProjectionCheck[] = [];
      for (const projection of projections) {
        checks.push(...(await compareProjection(tx, projection, scope)));
      }
      return checks;
    });
  } finally {
    await tx.query('ROLLBACK');
    tx.release();
  }
}
