import type { JobHelpers } from 'graphile-worker';
import { afterEach, expect, test, vi } from 'vitest';
import { jobCatalog, poolNames } from '../app/platform/job-catalog.ts';
import { log } from '../app/platform/log.server.ts';
import { taskListOf } from './task-list.ts';

const logged = vi.spyOn(log, 'error').mockImplementation(() => {});
// A task reads the job's id and attempt only; Graphile's other helpers are not used.
const helpers = { job: { id: '7', attempts: 1, key: null } } as JobHelpers;

afterEach(() => logged.mockClear());

test('every job of the catalogue has a task, in one pool only', () => {
  const pools = poolNames.map((pool) => Object.keys(taskListOf(pool)));
  expect(pools.flat().sort()).toEqual(Object.keys(jobCatalog).sort());
});

test('only what calls Mitto for texts is in the dispatch pool', () => {
  expect(Object.keys(taskListOf('dispatch'))).toEqual(['dispatch-batch']);
});

test.each([
  ['nothing', {}],
  ['null', null],
  ['a list', [1, 2]],
  ['text for a number', { shopId: '1', campaignId: 1, batchNo: 1 }],
  ['a number below one', { shopId: 0, campaignId: 1, batchNo: 1 }],
])('a job whose payload is %s is dropped with a line in the log', async (_, payload) => {
  await taskListOf('dispatch')['dispatch-batch']?.(payload, helpers);
  expect(logged).toHaveBeenCalledWith(
    expect.objectContaining({ job: 'dispatch-batch', jobId: '7', alert: 'broken_job' }),
    expect.stringContaining('dropped'),
  );
});

test('a task that fails is logged and fails, so that it is tried again', async () => {
  // No database is reachable from here.
  await expect(
    taskListOf('short')['finish-campaign']?.({ shopId: 1, campaignId: 1 }, helpers),
  ).rejects.toThrow();
  expect(logged).toHaveBeenCalledWith(
    expect.objectContaining({ job: 'finish-campaign', attempt: 1 }),
    expect.stringContaining('tried again'),
  );
});
