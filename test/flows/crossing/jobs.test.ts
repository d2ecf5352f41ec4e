import type { JobHelpers, TaskList } from 'graphile-worker';
import { beforeAll, expect, test, vi } from 'vitest';
import { type JobName, jobCatalog, poolNames } from '../../../app/platform/job-catalog.ts';
import { log } from '../../../app/platform/log.server.ts';
import { taskListOf } from '../../../workers/task-list.ts';
import { expectBooksToBalance } from '../../support/flows/books.ts';
import { fingerprintOf } from '../../support/flows/fingerprint.ts';
import { deleteAllJobs, drainJobs } from '../../support/flows/jobs.ts';
import { mittoOfThisFile } from '../../support/flows/mitto.ts';
import { shopifyOfThisFile } from '../../support/flows/shopify.ts';
import { type Things, thingsOf } from '../../support/flows/things-of-a-shop.ts';

const mitto = mittoOfThisFile();
const shopify = shopifyOfThisFile({ shops: 2 });
const tasks = Object.assign({}, ...poolNames.map(taskListOf)) as TaskList;
// A task reads the job's id and attempt only; Graphile's other helpers are not used.
const helpers = { job: { id: '7', attempts: 1, key: null } } as JobHelpers;

let theirs: Things;
let mine: Things;

beforeAll(async () => {
  vi.spyOn(log, 'warn').mockReturnValue();
  const [first, second] = [await shopify.newShop(), await shopify.newShop()];
  theirs = await thingsOf(first.shopId, 'Theirs');
  mine = await thingsOf(second.shopId, 'Mine');
  await deleteAllJobs();
}, 120_000);

/** Payloads that name my shop and everything of theirs: a job that finds a thing by its id alone would find it. */
const payloadsOf = (name: JobName): Record<string, unknown>[] => {
  const things: Record<string, unknown[]> = {
    shopId: [mine.shopId],
    campaignId: [theirs.campaign, theirs.draft, theirs.quoted],
    batchNo: [1],
    importId: [theirs.import, theirs.uploading],
    domain: ['sms.theirs.example'],
  };
  const fields = Object.keys(jobCatalog[name].payload.shape);
  return fields.reduce<Record<string, unknown>[]>(
    (payloads, field) => {
      const values = things[field];
      if (values === undefined) {
        throw new Error(`say in this test what another shop's ${field} is: the job ${name} takes one`);
      }
      return payloads.flatMap((payload) => values.map((value) => ({ ...payload, [field]: value })));
    },
    [{}],
  );
};

const ofOneShop = (Object.keys(jobCatalog) as JobName[]).filter(
  (name) => Object.keys(jobCatalog[name].payload.shape).length > 0,
);

test('every job that names a shop finds only what is that shop’s own', async () => {
  expect(ofOneShop.length).toBeGreaterThan(8);
  for (const name of ofOneShop) {
    const before = await fingerprintOf(theirs.shopId);
    for (const payload of payloadsOf(name)) {
      await tasks[name]?.(payload, helpers);
    }
    expect(await fingerprintOf(theirs.shopId), name).toEqual(before);
  }
});

test('jobs for everybody keep the books of both shops, and text nobody of one for the other', async () => {
  await drainJobs();
  for (const name of Object.keys(jobCatalog) as JobName[]) {
    if (!ofOneShop.includes(name)) {
      await tasks[name]?.({}, helpers);
    }
  }
  await drainJobs();
  for (const { shopId, campaign } of [theirs, mine]) {
    await expectBooksToBalance(shopId);
    expect(await mitto.truthOf(campaign)).toHaveLength(2);
  }
});
