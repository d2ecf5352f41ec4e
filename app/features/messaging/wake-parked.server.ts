import type { Queryable } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';

/**
 * Asks for parked reports to be looked at again, if there are any: whenever a batch gets ids (they overtook that
 * commit) or becomes unknown (they may carry the references that end it), and by the sweep.
 */
export async function wakeParked(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ waiting: boolean }>(
    'SELECT EXISTS (SELECT FROM parked_report) AS waiting',
  );
  if (rows[0]?.waiting === true) {
    await enqueue(db, 'match-parked-reports', {}, { key: 'match-parked-reports', soon: 50 });
  }
}
