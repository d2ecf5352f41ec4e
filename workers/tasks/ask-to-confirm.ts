import { askToConfirm } from '../../app/features/consent/ask-to-confirm.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function askToConfirmTask(payload: unknown): Promise<void> {
  const { shopId } = jobCatalog['ask-to-confirm'].payload.parse(payload);
  await askToConfirm(shopId);
}
