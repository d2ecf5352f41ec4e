import { formatPhone } from '../../core/contacts/phone-number.ts';
import type { ConsentFact, PersonRecord } from '../../core/privacy/person-file.ts';
import { contactStream } from '../../core/streams.ts';
import { pool } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';

type Row = {
  id: number;
  shopify_id: string | null;
  merged: string[];
  first_name: string | null;
  last_name: string | null;
  phone: number | null;
  phone_problem: string | null;
  phone_country: string | null;
  locale: string | null;
  tags: string[];
  order_count: number;
  spent: string;
  last_order_at: Date | null;
  fields: Record<string, string>;
  consent: string;
  consent_at: Date | null;
  lists: string[];
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
  erased_at: Date | null;
  renumbered: boolean;
};

/** The records themselves, their numbers, and whether one of them has had another number before. */
export async function personRecords(
  shopId: number,
  contactIds: readonly number[],
): Promise<{ records: PersonRecord[]; phones: number[]; renumbered: boolean }> {
  const { rows } = await pool.query<Row>(
    `SELECT c.id, c.shopify_id, c.first_name, c.last_name, c.phone, c.phone_problem, c.phone_country, c.locale, c.tags,
            c.order_count, c.spent::text, c.last_order_at, c.fields, c.consent, c.consent_at, c.created_at, c.updated_at,
            c.deleted_at, c.erased_at, c.renumbered_at IS NOT NULL AS renumbered,
            ARRAY(SELECT a.shopify_id FROM contact_alias a
                  WHERE a.shop_id = c.shop_id AND a.contact_id = c.id ORDER BY a.created_at) AS merged,
            ARRAY(SELECT l.name FROM contact_list l
                  JOIN contact_list_member m ON m.shop_id = l.shop_id AND m.list_id = l.id
                  WHERE l.shop_id = c.shop_id AND m.contact_id = c.id ORDER BY l.id) AS lists
     FROM contact c WHERE c.shop_id = $1 AND c.id = ANY ($2) ORDER BY c.id`,
    [shopId, contactIds],
  );
  const records: PersonRecord[] = [];
  for (const row of rows) {
    records.push(toRecord(row, await consentHistory(shopId, row.id)));
  }
  return {
    records,
    phones: [...new Set(rows.flatMap(({ phone }) => (phone === null ? [] : [phone])))],
    renumbered: rows.some(({ renumbered }) => renumbered),
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const toRecord = (row: Row, consentHistory: ConsentFact[]): PersonRecord => ({
  contactId: row.id,
  shopifyId: row.shopify_id,
  mergedIds: row.merged,
  firstName: row.first_name,
  lastName: row.last_name,
  phone: row.phone === null ? null : formatPhone(`+${row.phone}`),
  phoneProblem: row.phone_problem,
  country: row.phone_country,
  language: row.locale,
  tags: row.tags,
  orders: row.order_count,
  spent: row.spent,
  lastOrderAt: iso(row.last_order_at),
  fields: row.fields,
  consent: row.consent,
  consentAt: iso(row.consent_at),
  consentHistory,
  lists: row.lists,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  deletedAt: iso(row.deleted_at),
  erasedAt: iso(row.erased_at),
});

/** Every answer of hers, as the events of her stream have it. */
async function consentHistory(shopId: number, contactId: number): Promise<ConsentFact[]> {
  const recorded = await readStream(pool, contactStream(shopId, contactId));
  return recorded.map(({ event: { type, data } }) => {
    // What a kind of event does not say is not known; new kinds are shown without a change here.
    const told: Readonly<Record<string, unknown>> = data;
    const text = (name: string) => (typeof told[name] === 'string' ? told[name] : null);
    return {
      at: text('at') ?? '',
      what: type,
      source: text('source') ?? text('reason') ?? text('request'),
      level: text('level'),
      wording: text('wording'),
      evidence: text('evidence'),
    };
  });
}
