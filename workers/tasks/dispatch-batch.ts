import { dispatchBatch } from '../../app/features/messaging/dispatch-batch.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function dispatchBatchTask(payload: unknown): Promise<void> {
  const key = jobCatalog['dispatch-batch'].payload.parse(payload);
  await dispatchBatch(key);
}
