import { proveDomain } from '../../app/features/links/prove-domain.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function proveDomainTask(payload: unknown): Promise<void> {
  const { shopId, domain } = jobCatalog['prove-domain'].payload.parse(payload);
  await proveDomain(shopId, domain);
}
