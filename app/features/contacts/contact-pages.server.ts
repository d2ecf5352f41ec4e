import { formatPhone } from '../../core/contacts/phone-number.ts';
import { type Cursor, type KeysetPage, pageOf, scanFor } from '../../core/keyset.ts';
import { pool } from '../../platform/database.server.ts';
import { contactSearch, searchCondition } from './contact-search.ts';

const SIZE = 50;

export const consentFilters = ['', 'subscribed', 'unsubscribed', 'pending', 'never'] as const;
export type Consent = 'subscribed' | 'pending' | 'unsubscribed' | 'never';
export type PhoneProblem = 'no_number' | 'impossible_number' | 'landline' | 'not_a_mobile';

/** A row of `contact`, as far as lists show it. */
export type ContactRecord = {
  id: number;
  first_name: string | null;
  last_name: string | null;
  phone: number | null;
  phone_problem: PhoneProblem | null;
  phone_country: string | null;
  consent: Consent;
  order_count: number;
};

export type ContactListItem = {
  id: number;
  name: string;
  phone: string | null;
  phoneProblem: PhoneProblem | null;
  country: string | null;
  consent: Consent;
  orders: number;
};

export const fullName = (row: { first_name: string | null; last_name: string | null }): string =>
  [row.first_name, row.last_name].filter((part) => part !== null && part !== '').join(' ');

export function toListItem(row: ContactRecord): ContactListItem {
  return {
    id: row.id,
    name: fullName(row),
    phone: row.phone === null ? null : formatPhone(`+${row.phone}`),
    phoneProblem: row.phone_problem,
    country: row.phone_country,
    consent: row.consent,
    orders: row.order_count,
  };
}

/** The shop's customers, newest first, by the beginnings of names or a part of a number. */
export async function contactListPage(
  shopId: number,
  query: { search: string; consent: (typeof consentFilters)[number]; cursor: Cursor | null },
): Promise<KeysetPage<ContactListItem>> {
  const scan = scanFor(query.cursor, 'descending');
  const { names, digits } = contactSearch(query.search);
  const { rows } = await pool.query<ContactRecord>(
    `SELECT id, first_name, last_name, phone, phone_problem, phone_country, consent, order_count
     FROM contact
     WHERE shop_id = $1 AND erased_at IS NULL AND deleted_at IS NULL
       AND ($2 = '' OR consent = $2)
       AND ${searchCondition(3, 4)}
       AND ($5::bigint IS NULL OR id ${scan.operator} $5)
     ORDER BY id ${scan.order}
     LIMIT $6`,
    [shopId, query.consent, digits, names, scan.key, SIZE + 1],
  );
  return pageOf(rows.map(toListItem), query.cursor, SIZE, (contact) => contact.id);
}
