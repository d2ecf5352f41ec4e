import { formatPhone } from '../../core/contacts/phone-number.ts';
import { pool } from '../../platform/database.server.ts';
import type { Consent, consentFilters, PhoneProblem } from '../contacts/contact-pages.server.ts';
import { contactSearch, searchCondition } from '../contacts/contact-search.ts';
import { type ExportPiece, pieceOf, ROWS_PER_PIECE } from './csv-piece.server.ts';

/** The words of the page, which features do not know. The columns are named so that an import recognises them. */
export type ContactWords = {
  consent: Readonly<Record<Consent, string>>;
  problems: Readonly<Record<PhoneProblem, string>>;
};

const header = [
  'Phone',
  'First name',
  'Last name',
  'SMS consent',
  'SMS consent date',
  'Source of consent',
  'Country',
  'Language',
  'Tags',
  'Orders',
  'Spent',
  'Last order',
  'Problem',
];

type Row = {
  id: number;
  phone: number | null;
  phone_problem: PhoneProblem | null;
  first_name: string | null;
  last_name: string | null;
  consent: Consent;
  consent_at: string | null;
  source: string | null;
  phone_country: string | null;
  locale: string | null;
  tags: string[];
  order_count: number;
  spent: string;
  last_order_at: string | null;
};

/** Everything that a merchant sees of the contacts that her filters find, oldest first, the piece after contact `from`. */
export async function exportContacts(
  shopId: number,
  query: { search: string; consent: (typeof consentFilters)[number]; from: number },
  words: ContactWords,
): Promise<ExportPiece> {
  const { names, digits } = contactSearch(query.search);
  const { rows } = await pool.query<Row>(
    `SELECT c.id, phone, phone_problem, first_name, last_name, consent, phone_country, locale, tags, order_count, spent,
            to_char(consent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS consent_at,
            to_char(last_order_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS last_order_at,
            (SELECT e.data ->> 'source' FROM event e
             WHERE e.category = 4 AND e.shop_id = c.shop_id AND e.stream_key = c.id AND e.stream_part = 0
             ORDER BY e.stream_version DESC LIMIT 1) AS source
     FROM contact c
     WHERE shop_id = $1 AND erased_at IS NULL AND deleted_at IS NULL
       AND ($2 = '' OR consent = $2)
       AND ${searchCondition(3, 4)}
       AND id > $5
     ORDER BY id
     LIMIT $6`,
    [shopId, query.consent, digits, names, query.from, ROWS_PER_PIECE + 1],
  );
  return pieceOf(
    rows,
    query.from,
    header,
    (row) => [
      row.phone === null ? null : formatPhone(`+${row.phone}`),
      row.first_name,
      row.last_name,
      words.consent[row.consent],
      row.consent_at,
      row.source,
      row.phone_country,
      row.locale,
      row.tags.join(', '),
      row.order_count,
      Number(row.spent),
      row.last_order_at,
      row.phone_problem === null ? null : words.problems[row.phone_problem],
    ],
    (row) => row.id,
  );
}
