import { z } from 'zod';
import { toldBy } from '../../core/contacts/contact-events.ts';
import { pool } from '../../platform/database.server.ts';
import { optOut } from '../contacts/opt-out.server.ts';

const form = z.object({ toldBy: z.enum(toldBy) });

export type OptOutRecorded =
  | { kind: 'recorded' }
  /** There is no number to silence: she cannot be texted in any case. */
  | { kind: 'no_number' }
  | { kind: 'invalid' }
  | { kind: 'not_found' };

/**
 * The merchant says that a customer does not want texts, and how she heard it. In force when it resolves, as every opt-out.
 *
 * @param by the member of staff, by Shopify's id.
 */
export async function recordOptOut(
  shopId: number,
  contactId: number,
  posted: FormData,
  by: string,
): Promise<OptOutRecorded> {
  const parsed = form.safeParse(Object.fromEntries(posted));
  if (!parsed.success) {
    return { kind: 'invalid' };
  }
  const { rows } = await pool.query<{ phone: number | null }>(
    'SELECT phone FROM contact WHERE shop_id = $1 AND id = $2 AND erased_at IS NULL',
    [shopId, contactId],
  );
  const [contact] = rows;
  if (contact === undefined) {
    return { kind: 'not_found' };
  }
  if (contact.phone === null) {
    return { kind: 'no_number' };
  }
  await optOut(
    shopId,
    { phone: contact.phone },
    { source: 'merchant', evidence: null, toldBy: parsed.data.toldBy, by },
  );
  return { kind: 'recorded' };
}
