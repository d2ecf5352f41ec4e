import type { DeliveryReport } from '../../core/delivery/delivery-reports.ts';
import { parseReference } from '../../core/messaging/reference.ts';
import { pool } from '../../platform/database.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { GroupWriter } from '../../platform/group-writer.server.ts';
import { enqueue, hintCounts, hintRefunds } from '../../platform/jobs.server.ts';
import { sayUnknownWords } from './say-unknown-words.server.ts';

/** Reports per commit: above it a commit takes so long that answers get late (measured, DECISIONS.md 5). */
const GROUP_MAX = 500;

const reportGroups = new GroupWriter<DeliveryReport>(GROUP_MAX, async (reports) => {
  failpoint('before-reports');
  await writeReports(reports);
  failpoint('after-reports');
});

/** Resolves when the reports are durable; rejects when they are not, so that the carrier is told to come again. */
export const recordReports = (reports: DeliveryReport[]): Promise<void> => reportGroups.add(reports);

/** Waits until nothing is waiting; for a shutdown. */
export const drainReports = (): Promise<void> => reportGroups.drain();

/** Writes reports in one statement (record_delivery_reports in prisma/migrations). Any number of times is as once. */
export async function writeReports(
  reports: DeliveryReport[],
): Promise<{ applied: number; parked: number; contradicted: number }> {
  const named = reports.map(({ reference }) =>
    reference === undefined ? undefined : parseReference(reference),
  );
  const { rows } = await pool.query<{ applied: number; parked: number; contradicted: number }>({
    name: 'record_delivery_reports',
    text: `SELECT * FROM record_delivery_reports($1::text[], $2::bigint[], $3::integer[], $4::smallint[],
             $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])`,
    values: [
      reports.map((report) => report.messageId ?? null),
      named.map((one) => one?.campaignId ?? null),
      named.map((one) => one?.ordinal ?? null),
      reports.map((report) => report.rank),
      reports.map((report) => report.status),
      reports.map((report) => report.word),
      reports.map((report) => report.code ?? null),
      reports.map((report) => report.description ?? null),
      reports.map((report) => report.at ?? new Date().toISOString()),
    ],
  });
  const result = rows[0] ?? { applied: 0, parked: 0, contradicted: 0 };
  sayUnknownWords(reports);
  await hint(reports, result);
  return result;
}

/** After the commit: a hint inside it would make all groups wait for one job's row. The sweep asks again for lost ones. */
async function hint(
  reports: DeliveryReport[],
  result: { applied: number; parked: number; contradicted: number },
): Promise<void> {
  if (result.applied > 0) {
    await hintCounts();
    // Of two final words the one that counted may have been parked until now.
    if (result.contradicted > 0 || reports.some((report) => report.status === 'failed')) {
      await hintRefunds();
    }
  }
  if (result.parked > 0) {
    await enqueue(pool, 'match-parked-reports', {}, { key: 'match-parked-reports', soon: 300 });
  }
}
