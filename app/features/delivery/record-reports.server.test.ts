import { afterEach, expect, test, vi } from 'vitest';
import type { DeliveryReport } from '../../core/delivery/delivery-reports.ts';
import { pool } from '../../platform/database.server.ts';
import { drainReports, recordReports } from './record-reports.server.ts';

afterEach(async () => {
  vi.restoreAllMocks();
  await pool.query('DELETE FROM parked_report');
});

const report = (messageId: string): DeliveryReport => ({
  messageId,
  word: 'Delivered',
  status: 'delivered',
  rank: 3,
});
const parked = async () => (await pool.query('SELECT FROM parked_report')).rowCount;
/** How many groups are written from now on. */
function countGroups(): () => number {
  const query = vi.spyOn(pool, 'query');
  return () => query.mock.calls.filter(([first]) => isGroup(first)).length;
}
const isGroup = (query: unknown) =>
  typeof query === 'object' && query !== null && 'name' in query && query.name === 'record_delivery_reports';

test('what arrives together is one commit, and each is answered when it is durable', async () => {
  const groups = countGroups();
  await Promise.all(Array.from({ length: 40 }, (_, i) => recordReports([report(`a${i}`)])));
  expect(groups()).toBe(1);
  expect(await parked()).toBe(40);
});

test('what arrives while a group is being committed is the next group, and none is larger than 500', async () => {
  const groups = countGroups();
  const first = recordReports([report('b0')]);
  await new Promise(setImmediate);
  const others = Array.from({ length: 3 }, (_, i) =>
    recordReports(Array.from({ length: 300 }, (__, j) => report(`b${i}-${j}`))),
  );
  await Promise.all([first, ...others]);
  expect(groups()).toBe(3);
  expect(await parked()).toBe(901);
});

test('a database that is away is told to the carrier, and the next group goes on', async () => {
  const query = vi.spyOn(pool, 'query').mockRejectedValueOnce(new Error('the database is away') as never);
  await expect(recordReports([report('c1')])).rejects.toThrow('the database is away');
  query.mockRestore();
  await recordReports([report('c1')]);
  expect(await parked()).toBe(1);
});

test('a shutdown waits until nothing is waiting', async () => {
  const recorded = Array.from({ length: 5 }, (_, i) => recordReports([report(`d${i}`)]));
  await drainReports();
  expect(await parked()).toBe(5);
  await Promise.all(recorded);
  await drainReports();
});

test('no reports are nothing to wait for', async () => {
  const groups = countGroups();
  await recordReports([]);
  expect(groups()).toBe(0);
});
