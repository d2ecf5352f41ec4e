import { parseDeliveryStatus } from '../../app/core/delivery/delivery-status.ts';
import { formatReference } from '../../app/core/messaging/reference.ts';
import { writeReports } from '../../app/features/delivery/record-reports.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import type { Taken } from './carrier.ts';
import { pick, type World } from './world.ts';

export type Word = 'Sent' | 'Delivered' | 'Failure' | 'Carried off';
/** What a report names: the carrier's id, our reference, or both. */
export type Naming = 'id' | 'reference' | 'both';

/** Reports about some text that was taken: early or late, again, or against what was said before. */
export async function report(world: World, n: number, word: Word, naming: Naming): Promise<boolean> {
  const taken = pick([...world.carrier.taken.values()], n);
  if (taken !== undefined) {
    await reportOn(taken, word, naming);
  }
  return taken !== undefined;
}

export async function reportOn(taken: Taken, word: Word, naming: Naming): Promise<void> {
  const { status, rank } = parseDeliveryStatus(word);
  if (status === 'delivered' || status === 'failed') {
    taken.said.add(status);
  }
  await writeReports([
    {
      ...(naming === 'reference' ? {} : { messageId: taken.messageId }),
      ...(naming === 'id' ? {} : { reference: formatReference(BigInt(taken.campaignId), taken.ordinal) }),
      word,
      status,
      rank,
    },
  ]);
}

/** Our account is taken again. */
export async function unblock(): Promise<boolean> {
  const { rowCount } = await pool.query('DELETE FROM carrier_account');
  return rowCount !== 0;
}
