import { runImport } from '../../app/features/imports/run-import.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function runImportTask(payload: unknown): Promise<void> {
  const { shopId, importId } = jobCatalog['run-import'].payload.parse(payload);
  await runImport(shopId, importId);
}
