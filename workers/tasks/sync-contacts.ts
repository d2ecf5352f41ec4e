import { syncContacts } from '../../app/features/contacts/sync-contacts.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function syncContactsTask(payload: unknown): Promise<void> {
  const { shopId } = jobCatalog['sync-contacts'].payload.parse(payload);
  await syncContacts(shopId);
}
