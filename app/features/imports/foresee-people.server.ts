import { pool, withTransaction } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { suppressedSince } from '../compliance/suppress-numbers.server.ts';
import { listNamed } from './contact-lists.server.ts';
import { addCounts, type PeopleCounts } from './import-counts.ts';
import { importOf } from './import-row.server.ts';
import { foreseeSql } from './judge-people.sql.ts';
import { silencedArrays } from './silenced-arrays.server.ts';

const PEOPLE = 10_000;
/** As in check-import. */
const RUN_MS = 15_000;
/** Until then this run has given its turn back. */
const TURN_MS = 500;

/** The second half of a check: what would become of everybody in the file. Ends the check. */
export async function foreseePeople(shopId: number, importId: number): Promise<void> {
  const until = performance.now() + RUN_MS;
  for (;;) {
    const step = await withTransaction(async (tx) => {
      const found = await importOf(tx, shopId, importId, { lock: true });
      if (found?.status !== 'checking' || found.read_at === null) {
        return 'left' as const;
      }
      const { rows } = await tx.query<{ phone: number }>(
        `SELECT phone FROM import_person WHERE shop_id = $1 AND import_id = $2 AND phone > $3 ORDER BY phone LIMIT $4`,
        [shopId, importId, found.judged_to, PEOPLE],
      );
      const phones = rows.map(({ phone }) => phone);
      const last = phones.at(-1);
      if (last === undefined) {
        await tx.query(
          `UPDATE contact_import SET status = 'checked', moved_at = now() WHERE shop_id = $1 AND id = $2`,
          [shopId, importId],
        );
        return 'checked' as const;
      }
      const silenced = silencedArrays(await suppressedSince(tx, shopId, phones));
      const name = found.settings?.list ?? null;
      // Nobody is in a list that is yet to be made; 0 is no list's id.
      const list = name === null ? null : ((await listNamed(tx, shopId, name)) ?? 0);
      const { rows: counted } = await tx.query<{ counts: PeopleCounts }>({
        name: 'foresee_import',
        text: foreseeSql,
        values: [shopId, importId, phones, ...silenced, list],
      });
      const counts = counted[0]?.counts;
      if (counts === undefined) {
        throw new Error('counting people gave no row');
      }
      await tx.query(
        `UPDATE contact_import SET judged_to = $3, foreseen = $4, moved_at = now() WHERE shop_id = $1 AND id = $2`,
        [shopId, importId, last, JSON.stringify(addCounts(found.foreseen, counts))],
      );
      return 'more' as const;
    });
    if (step !== 'more') {
      log.info({ shopId, importId, step }, 'import check');
      return;
    }
    if (performance.now() > until) {
      await enqueue(
        pool,
        'check-import',
        { shopId, importId },
        { key: `check-import:${importId}`, soon: TURN_MS },
      );
      return;
    }
  }
}
