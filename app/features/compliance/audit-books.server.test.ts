import { beforeEach, expect, test } from 'vitest';
import { alertsOfThisFile } from '../../../test/support/flows/alerts.ts';
import { confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { drainJobs } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { pool } from '../../platform/database.server.ts';
import { auditBooks, lastAuditRun } from './audit-books.server.ts';

mittoOfThisFile();
const alerts = alertsOfThisFile();

beforeEach(async () => {
  await pool.query('DELETE FROM audit_run');
});

test('the job checks once an hour, says each violation with an alert, and remembers when it was', async () => {
  const { shopId } = await confirmedCampaign(2);
  await drainJobs();
  const first = await auditBooks();
  expect(first).toMatchObject({ violations: 0 });
  expect(await auditBooks(), 'within the hour').toBeUndefined();
  expect(alerts()).toEqual([]);

  await pool.query(`UPDATE audit_run SET at = at - interval '61 minutes'`);
  await pool.query('UPDATE message SET credits = credits + 1 WHERE shop_id = $1', [shopId]);
  try {
    expect(await auditBooks()).toMatchObject({ violations: 1 });
  } finally {
    await pool.query('UPDATE message SET credits = credits - 1 WHERE shop_id = $1', [shopId]);
  }
  expect(alerts()).toEqual([
    {
      alert: 'books_wrong',
      shopId,
      check: 'spent_equals_accepted',
      what: expect.stringMatching(/^campaign-\d+$/),
      expected: '4',
      found: '2',
    },
  ]);
  expect(await lastAuditRun(pool)).toMatchObject({ violations: 1 });
});

test('of two workers that are asked at once, one checks', async () => {
  const runs = await Promise.all([auditBooks(), auditBooks()]);
  expect(runs.filter((run) => run !== undefined)).toHaveLength(1);
});
