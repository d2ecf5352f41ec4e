import { formatPhone } from '../../core/contacts/phone-number.ts';
import type { PersonFile } from '../../core/privacy/person-file.ts';
import { pool } from '../../platform/database.server.ts';
import { suppressedSince } from '../compliance/suppress-numbers.server.ts';
import { recordsOf } from './find-person.server.ts';
import { personRecords } from './person-records.server.ts';
import { repliesOf, waitingImportsOf } from './person-rows.server.ts';
import { leftOutOf, textsOf } from './person-texts.server.ts';
import { findCase } from './privacy-cases.server.ts';

/** Whose file: the people of a request, or a contact and the records that were merged into hers. */
export type FileOf = { caseId: number } | { contactId: number };

/** The records that a file is about; empty when the shop has no such request or contact. */
export async function contactsOfFile(shopId: number, of: FileOf): Promise<number[]> {
  return 'contactId' in of
    ? recordsOf(shopId, of.contactId)
    : ((await findCase(shopId, of.caseId))?.contactIds ?? []);
}

/**
 * Everything that is held of a person, made at this moment and kept nowhere. Her number finds her texts, as it does in an
 * erasure; what was erased is not there any more, and the file says since when.
 */
export async function personFile(shopId: number, contactIds: readonly number[]): Promise<PersonFile> {
  const shops = await pool.query<{ name: string; domain: string }>(
    'SELECT name, domain FROM shop WHERE id = $1',
    [shopId],
  );
  const shop = shops.rows[0];
  if (shop === undefined) {
    throw new Error(`there is no shop ${shopId}`);
  }
  const { records, phones, renumbered } = await personRecords(shopId, contactIds);
  const whose = { shopId, contactIds, phones, renumbered };
  const silent = await silentNumbers(shopId, phones);
  const replies = await repliesOf(whose);
  const imports = await waitingImportsOf(whose);
  return {
    shop,
    madeAt: new Date().toISOString(),
    records,
    silentNumbers: silent,
    texts: await textsOf(whose),
    leftOut: await leftOutOf(whose),
    more: [
      { what: 'Replies', rows: replies },
      { what: 'Imported files', rows: imports },
    ],
  };
}

async function silentNumbers(shopId: number, phones: number[]): Promise<PersonFile['silentNumbers']> {
  const client = await pool.connect();
  try {
    const found = await suppressedSince(client, shopId, phones);
    return [...found].map(([phone, { reason, at }]) => ({
      phone: formatPhone(`+${phone}`),
      since: at.toISOString(),
      reason,
    }));
  } finally {
    client.release();
  }
}
