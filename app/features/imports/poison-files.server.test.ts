import type { JobHelpers } from 'graphile-worker';
import { expect, test, vi } from 'vitest';
import { checkFile, importRow, problemsOf, uploadFile, yes } from '../../../test/support/flows/imports.ts';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { taskListOf } from '../../../workers/task-list.ts';
import { findNamesRow } from '../../core/imports/find-names-row.ts';
import { pool } from '../../platform/database.server.ts';
import { beginAttempt } from '../../platform/job-attempts.server.ts';
import { log } from '../../platform/log.server.ts';
import { firstRows } from './first-rows.server.ts';
import { importPage } from './import-pages.server.ts';
import { readRows } from './read-rows.server.ts';
import { wakeImports } from './tidy-imports.server.ts';
import { beginUpload, discardImport } from './upload-file.server.ts';

const format = { encoding: 'utf-8', delimiter: ',', announced: false, header: true } as const;
const groupsOf = async (shopId: number, importId: number) => {
  const groups = [];
  for await (const group of readRows({ shopId, importId }, format)) {
    groups.push(group);
  }
  return groups;
};

test('long rows are handed on by what they hold, and not by their number', async () => {
  const shopId = await makeShop();
  const row = `6943123456,${'a'.repeat(12_000)}\n`;
  const importId = await uploadFile(shopId, `Phone,Junk\n${row.repeat(200)}`);
  const sizes = (await groupsOf(shopId, importId)).map((group) =>
    group.kind === 'rows' ? group.characters : -1,
  );
  expect(sizes.length).toBeGreaterThan(8);
  expect(Math.max(...sizes)).toBeLessThan(300_000);
});

test('a row of nothing but delimiters further on ends the reading, and is not held', async () => {
  const shopId = await makeShop();
  const importId = await uploadFile(
    shopId,
    `Phone\n${'6943123456\n'.repeat(30_000)}${','.repeat(3_000_000)}`,
  );
  expect((await groupsOf(shopId, importId)).at(-1)).toMatchObject({
    kind: 'refused',
    problem: 'row_too_long',
  });
});

test('a million empty rows are counted and never held', async () => {
  const shopId = await makeShop();
  const importId = await uploadFile(shopId, `Phone\n6943123456\n${'\n'.repeat(300_000)}6943123457\n`);
  const groups = await groupsOf(shopId, importId);
  const held = groups.flatMap((group) => (group.kind === 'rows' ? group.rows : []));
  expect(held.map(({ no }) => no)).toEqual([1, 2, 300_003]);
  const checked = await checkFile(shopId, importId, { columns: ['phone'], consent: yes() });
  expect(checked.foreseen).toMatchObject({ rows: 300_002, blank: 300_000, people: 2 });
});

test.each([
  ['a row that never ends', 'a'.repeat(400_000), 'row_too_long'],
  ['nothing but quotation marks', '"'.repeat(300_001), 'row_too_long'],
  ['a hundred thousand columns', `${','.repeat(100_000)}\n1\n`, 'too_many_columns'],
  ['six hundred columns', `${'a,'.repeat(600)}a\n1\n`, 'too_many_columns'],
  ['a header of 20 kB without end', `Phone,${'@.'.repeat(10_000)} x\n6943123456,b\n`, 'row_too_long'],
])('a file of %s is refused when it has arrived', async (_, file, code) => {
  const shopId = await makeShop();
  const importId = await uploadFile(shopId, file);
  expect(await importRow(shopId, importId)).toMatchObject({ status: 'failed', problem: { code } });
});

test('a header that was made to be looked at for ever is looked at once', () => {
  const before = process.cpuUsage();
  const cells = ['Phone', `${'@.'.repeat(8_000)} x`, `${'1 '.repeat(8_000)}x`, '@'.repeat(16_000)];
  findNamesRow([{ no: 1, cells }]);
  // Under a millisecond; the time of the pattern before grew with the third power, to minutes.
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(1);
});

test('the page of an import reads the beginning of its file, however long the rows are', async () => {
  const shopId = await makeShop();
  const row = `6943123456,${'a'.repeat(15_000)}\n`;
  const importId = await uploadFile(shopId, `Phone,Junk\n${row.repeat(130)}`);
  const first = await firstRows({ shopId, importId }, format);
  expect(first.kind === 'rows' ? first.rows.length : 0).toBeLessThan(20);
  const page = await importPage(shopId, importId);
  expect(page?.sample?.rows).toHaveLength(5);
  expect(JSON.stringify(page).length).toBeLessThan(5_000);
});

// A task reads the job's id, key and attempt only; Graphile's other helpers are not used.
const helpers = { job: { id: '7', attempts: 1, key: null } } as JobHelpers;

test('a file at which three workers have died is failed, said and alerted, and not asked for again', async () => {
  const alert = vi.spyOn(log, 'error').mockReturnValue();
  const shopId = await makeShop();
  const importId = await uploadFile(shopId, 'Phone\n6943123456\n6943123457\n');
  await pool.query(`UPDATE contact_import SET status = 'checking' WHERE id = $1`, [importId]);
  const payload = { shopId, importId };
  for (let death = 0; death < 3; death += 1) {
    await beginAttempt('check-import', JSON.stringify(payload));
  }
  await taskListOf('background')['check-import']?.(payload, helpers);
  expect(alert).toHaveBeenCalledWith(
    expect.objectContaining({ alert: 'job_gave_up', job: 'check-import' }),
    expect.any(String),
  );
  expect(await importRow(shopId, importId)).toMatchObject({ status: 'failed', problem: { code: 'gave_up' } });
  await pool.query("UPDATE contact_import SET moved_at = now() - interval '1 minute' WHERE id = $1", [
    importId,
  ]);
  await pool.query('DELETE FROM graphile_worker._private_jobs');
  await wakeImports();
  const { rows } = await pool.query('SELECT FROM graphile_worker.jobs');
  expect(rows).toEqual([]);
  alert.mockRestore();
});

test('a shop has three files here at most that it has not imported, however it asks', async () => {
  const shopId = await makeShop();
  const ids = [];
  for (let i = 0; i < 3; i += 1) {
    ids.push(await uploadFile(shopId, `Phone\n694312345${i}\n6943123466\n`));
  }
  const more = () => beginUpload(shopId, { name: 'more.csv', bytes: 20 });
  expect(await Promise.all([more(), more()])).toEqual([{ kind: 'too_many' }, { kind: 'too_many' }]);
  await discardImport(shopId, ids[0] ?? 0);
  expect((await more()).kind).toBe('begun');
  expect(await problemsOf(shopId, ids[1] ?? 0)).toEqual([]);
});

test('and two gigabytes of them together', async () => {
  const shopId = await makeShop();
  await pool.query(
    `INSERT INTO contact_import (shop_id, file_name, file_bytes, status)
     SELECT $1, 'a.csv', 1000000000, 'mapping' FROM generate_series(1, 2)`,
    [shopId],
  );
  expect(await beginUpload(shopId, { name: 'b.csv', bytes: 20 })).toEqual({ kind: 'too_many' });
});
