import { pool } from '../../platform/database.server.ts';
import { type EraseRequest, eraseContact } from '../compliance/erase-contact.server.ts';
import { recordsOf } from './find-person.server.ts';

/** Erases records, each in a transaction of its own, and counts them at the case. @returns how many were not erased before. */
export async function eraseRecords(
  shopId: number,
  contactIds: readonly number[],
  request: EraseRequest,
  caseId?: number,
): Promise<number> {
  let erased = 0;
  for (const contactId of contactIds) {
    const result = await eraseContact(shopId, contactId, { request });
    if (result.kind !== 'erased') {
      continue;
    }
    erased += 1;
    if (caseId !== undefined) {
      await pool.query(
        'UPDATE privacy_case SET erased = erased + 1, moved_at = now() WHERE shop_id = $1 AND id = $2',
        [shopId, caseId],
      );
    }
  }
  return erased;
}

export type ErasedPerson = { kind: 'erased'; records: number } | { kind: 'not_found' };

/** The merchant forgets a customer: her record, and those that were merged into it. */
export async function erasePerson(shopId: number, contactId: number): Promise<ErasedPerson> {
  const contactIds = await recordsOf(shopId, contactId);
  return contactIds.length === 0
    ? { kind: 'not_found' }
    : { kind: 'erased', records: await eraseRecords(shopId, contactIds, 'merchant') };
}
