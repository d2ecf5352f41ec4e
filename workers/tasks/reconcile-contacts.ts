import { reconcileContacts } from '../../app/features/contacts/reconcile-contacts.server.ts';
import { jobCatalog } from '../../app/platform/job-catalog.ts';

export async function reconcileContactsTask(payload: unknown): Promise<void> {
  const { shopId } = jobCatalog['reconcile-contacts'].payload.parse(payload);
  await reconcileContacts(shopId);
}
