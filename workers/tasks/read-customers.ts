import { readCustomers } from '../../app/features/contacts/read-customers.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function readCustomersTask(payload: unknown): Promise<void> {
  const { shopId } = jobCatalog['read-customers'].payload.parse(payload);
  await readCustomers(shopId);
}
