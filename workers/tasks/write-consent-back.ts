import { writeConsentBack } from '../../app/features/consent/write-consent-back.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function writeConsentBackTask(payload: unknown): Promise<void> {
  const { shopId } = jobCatalog['write-consent-back'].payload.parse(payload);
  await writeConsentBack(shopId);
}
