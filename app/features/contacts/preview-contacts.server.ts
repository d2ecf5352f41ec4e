import type { FieldValues } from '../../core/contacts/merge-fields.ts';
import { formatPhone } from '../../core/contacts/phone-number.ts';
import { pool } from '../../platform/database.server.ts';
import { shopSettingsOf } from '../shops/change-settings.server.ts';
import { contactSearch, searchCondition } from './contact-search.ts';
import { OWN_VALUES } from './own-values.ts';
import { withOwnTags } from './with-own-tags.ts';

const SIZE = 10;

/** A customer whose text can be shown: the values that can stand in it, and what tells her from others of her name. */
export type PreviewContact = {
  id: number;
  firstName: string | null;
  lastName: string | null;
  /** The values of the shop's own tags. */
  fields: Record<string, string>;
  phone: string | null;
};

/** The newest few customers that a search finds, whether or not they may be texted. */
export async function previewContacts(shopId: number, search: string): Promise<PreviewContact[]> {
  const { names, digits } = contactSearch(search);
  const { rows } = await pool.query<
    Omit<PreviewContact, 'phone' | 'fields'> & { phone: number | null; own: FieldValues }
  >(
    `SELECT id, first_name AS "firstName", last_name AS "lastName", phone, ${OWN_VALUES}
     FROM contact
     WHERE shop_id = $1 AND erased_at IS NULL AND deleted_at IS NULL
       AND ${searchCondition(2, 3)}
     ORDER BY id DESC
     LIMIT ${SIZE}`,
    [shopId, digits, names],
  );
  return withOwnTags(rows, await shopSettingsOf(shopId)).map((row) => ({
    ...row,
    phone: row.phone === null ? null : formatPhone(`+${row.phone}`),
  }));
}
