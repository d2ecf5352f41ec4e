import { checkImport } from '../../app/features/imports/check-import.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function checkImportTask(payload: unknown): Promise<void> {
  const { shopId, importId } = jobCatalog['check-import'].payload.parse(payload);
  await checkImport(shopId, importId);
}
