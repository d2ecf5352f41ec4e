import type { DeliveryReport } from '../../core/delivery/delivery-reports.ts';
import { parseReference } from '../../core/messaging/reference.ts';
import { pool } from '../../platform/database.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { enqueue, hintCounts, hintRefunds } from '../../platform/jobs.server.ts';

/** Reports per commit: above it a commit takes so long that answers get late (measured, DECISIONS.md 5). */
const GROUP_MAX = 500;

type Waiting = { report: DeliveryReport; done: () => void; failed: (error: unknown) => void };

let waiting: Waiting[] = [];
let flushing: Promise<void> | undefined;

/**
 * Resolves when the reports are durable; rejects when they are not, so that the carrier is told to come again.
 *
 * Reports are grouped without a timer: what arrives while one group commits is the next group. Under load groups fill by
 * themselves, and a lonely report waits for nobody.
 */
export function recordReports(reports: DeliveryReport[]): Promise<void> {
  if (reports.length === 0) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    let left = reports.length;
    const done = () => {
      left -= 1;
      if (left === 0) {
        resolve();
      }
    };
    for (const report of reports) {
      waiting.push({ report, done, failed: reject });
    }
    flushing ??= flush();
  });
}

/** Waits until nothing is waiting; for a shutdown. */
export async function drainReports(): Promise<void> {
  while (flushing !== undefined) {
    await flushing;
  }
}

async function flush(): Promise<void> {
  // Lets everything that arrived in this turn of the event loop join the first group.
  await new Promise(setImmediate);
  while (waiting.length > 0) {
    const group = waiting.slice(0, GROUP_MAX);
    waiting = waiting.slice(GROUP_MAX);
    try {
      failpoint('before-reports');
      await writeReports(group.map((one) => one.report));
      failpoint('after-reports');
      for (const one of group) {
        one.done();
      }
    } catch (error) {
      for (const one of group) {
        one.failed(error);
      }
    }
  }
  flushing = undefined;
}

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
  await hint(reports, result);
  return result;
}

/** After the commit: a hint inside it would make all groups wait for one job's row. The sweep asks again for lost ones. */
async function hint(reports: DeliveryReport[], result: { applied: number; parked: number }): Promise<void> {
  if (result.applied > 0) {
    await hintCounts();
    if (reports.some((report) => report.status === 'failed')) {
      await hintRefunds();
    }
  }
  if (result.parked > 0) {
    await enqueue(pool, 'match-parked-reports', {}, { key: 'match-parked-reports', soon: 300 });
  }
}
