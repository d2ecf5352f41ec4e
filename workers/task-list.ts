import type { Task, TaskList } from 'graphile-worker';
import { z } from 'zod';
import { giveUpImport } from '../app/features/imports/give-up-import.server.ts';
import { pool } from '../app/platform/database.server.ts';
import { beginAttempt, endAttempt } from '../app/platform/job-attempts.server.ts';
import { type JobName, type JobPayload, jobCatalog, type PoolName } from '../app/platform/job-catalog.ts';
import { enqueue } from '../app/platform/jobs.server.ts';
import { log } from '../app/platform/log.server.ts';
import { inTurn } from '../app/platform/turns.server.ts';
import { applyRetentionTask } from './tasks/apply-retention.ts';
import { askSilentTask } from './tasks/ask-silent.ts';
import { askToConfirmTask } from './tasks/ask-to-confirm.ts';
import { auditBooksTask } from './tasks/audit-books.ts';
import { checkImportTask } from './tasks/check-import.ts';
import { dispatchBatchTask } from './tasks/dispatch-batch.ts';
import { finishCampaignTask } from './tasks/finish-campaign.ts';
import { freezeAudienceTask } from './tasks/freeze-audience.ts';
import { handleWebhooksTask } from './tasks/handle-webhooks.ts';
import { makeDiscountCodesTask } from './tasks/make-discount-codes.ts';
import { matchParkedReportsTask } from './tasks/match-parked-reports.ts';
import { projectCampaignCountsTask } from './tasks/project-campaign-counts.ts';
import { proveDomainTask } from './tasks/prove-domain.ts';
import { readCustomersTask } from './tasks/read-customers.ts';
import { reconcileContactsTask } from './tasks/reconcile-contacts.ts';
import { redactShopTask } from './tasks/redact-shop.ts';
import { runImportTask } from './tasks/run-import.ts';
import { settleChargesTask } from './tasks/settle-charges.ts';
import { settleRefundsTask } from './tasks/settle-refunds.ts';
import { startCampaignTask } from './tasks/start-campaign.ts';
import { sweepTask } from './tasks/sweep.ts';
import { syncContactsTask } from './tasks/sync-contacts.ts';
import { takeBackDiscountCodesTask } from './tasks/take-back-discount-codes.ts';
import { topUpCreditsTask } from './tasks/top-up-credits.ts';
import { writeConsentBackTask } from './tasks/write-consent-back.ts';

/** When work is asked for again whose turn it was not. */
const AGAIN_MS = 2_000;

type Handler = (payload: unknown) => Promise<void>;

const handlers: Record<JobName, Handler> = {
  'apply-retention': applyRetentionTask,
  'ask-silent': askSilentTask,
  'ask-to-confirm': askToConfirmTask,
  'audit-books': auditBooksTask,
  'check-import': checkImportTask,
  'dispatch-batch': dispatchBatchTask,
  'finish-campaign': finishCampaignTask,
  'freeze-audience': freezeAudienceTask,
  'handle-webhooks': handleWebhooksTask,
  'make-discount-codes': makeDiscountCodesTask,
  'match-parked-reports': matchParkedReportsTask,
  'project-campaign-counts': projectCampaignCountsTask,
  'prove-domain': proveDomainTask,
  'redact-shop': redactShopTask,
  'settle-charges': settleChargesTask,
  'run-import': runImportTask,
  'read-customers': readCustomersTask,
  'reconcile-contacts': reconcileContactsTask,
  'settle-refunds': settleRefundsTask,
  'start-campaign': startCampaignTask,
  sweep: sweepTask,
  'sync-contacts': syncContactsTask,
  'take-back-discount-codes': takeBackDiscountCodesTask,
  'top-up-credits': topUpCreditsTask,
  'write-consent-back': writeConsentBackTask,
};

/** The tasks of one pool. A payload that does not parse is logged and dropped: no retry can mend it. */
export function taskListOf(ofPool: PoolName): TaskList {
  const names = (Object.keys(handlers) as JobName[]).filter((name) => jobCatalog[name].pool === ofPool);
  return Object.fromEntries(names.map((name) => [name, taskOf(name)]));
}

function taskOf(name: JobName): Task {
  return async (payload, { job }) => {
    const parsed = jobCatalog[name].payload.safeParse(payload);
    if (!parsed.success) {
      log.error(
        { job: name, jobId: job.id, alert: 'broken_job', problems: parsed.error.issues },
        'a job with a broken payload was dropped',
      );
      return;
    }
    try {
      await (turnOf(name, parsed.data) === undefined
        ? handlers[name](parsed.data)
        : runInTurn(name, parsed.data, job.key));
    } catch (err) {
      log.error(
        { err, job: name, jobId: job.id, attempt: job.attempts },
        'job failed, it will be tried again',
      );
      throw err;
    }
  };
}

/** Under which name work takes turns; undefined for work that is short whatever a merchant has. */
function turnOf(name: JobName, payload: unknown): string | undefined {
  const entry: { pool: PoolName; turn?: string } = jobCatalog[name];
  const { shopId } = z.object({ shopId: z.number().optional() }).parse(payload);
  return entry.turn === undefined ? undefined : `${entry.turn} ${shopId ?? ''}`;
}

/** Works when it is the job's turn, and asks for it again where it is not. */
async function runInTurn(name: JobName, payload: JobPayload<JobName>, key: string | null): Promise<void> {
  const turn = turnOf(name, payload) ?? name;
  if (!(await inTurn(turn, () => counted(name, payload)))) {
    await enqueue(pool, name, payload, { ...(key === null ? {} : { key }), soon: AGAIN_MS });
  }
}

/** What becomes of work at which process after process dies; without an entry it rests for an hour. */
const giveUps: Partial<Record<JobName, Handler>> = {
  'check-import': (payload) => giveUpImport(jobCatalog['check-import'].payload.parse(payload)),
  'run-import': (payload) => giveUpImport(jobCatalog['run-import'].payload.parse(payload)),
};

/** Counts the attempt before the work, so that a death of this process is known to the next one. */
async function counted(name: JobName, payload: unknown): Promise<void> {
  const work = JSON.stringify(payload);
  const attempt = await beginAttempt(name, work);
  if (attempt.kind === 'given_up') {
    log.error(
      { job: name, work: payload, deaths: attempt.deaths, alert: 'job_gave_up' },
      'worker after worker has died at this job: it is not begun again for now',
    );
    await giveUps[name]?.(payload);
    return;
  }
  try {
    await handlers[name](payload);
  } finally {
    await endAttempt(name, work);
  }
}
