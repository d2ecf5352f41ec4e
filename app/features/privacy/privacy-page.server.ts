import { type CaseKind, type CaseStatus, urgencyOf } from '../../core/privacy/privacy-case.ts';
import type { RetentionSettings } from '../../core/privacy/retention.ts';
import { pool } from '../../platform/database.server.ts';
import { fullName } from '../contacts/contact-pages.server.ts';
import { retentionOf } from './retention-settings.server.ts';

const CASES_MAX = 200;
const NAMED_MAX = 5;

export type CaseItem = {
  id: number;
  kind: CaseKind;
  status: CaseStatus;
  receivedAt: string;
  dueAt: string;
  doneAt: string | null;
  urgency: ReturnType<typeof urgencyOf>;
  /** A few of the records that it is about; an erased one has no name. */
  contacts: { id: number; name: string; erased: boolean }[];
  /** How many there are. */
  found: number;
};

export type PrivacyPage = { cases: CaseItem[]; retention: RetentionSettings; timeZone: string };

type Person = { id: number; first_name: string | null; last_name: string | null; erased: boolean };

/** The shop's requests about people's data, open ones first, the next due first; and how long it keeps what. */
export async function privacyPage(shopId: number): Promise<PrivacyPage> {
  const { rows } = await pool.query<{
    id: number;
    kind: CaseKind;
    status: CaseStatus;
    received_at: Date;
    due_at: Date;
    done_at: Date | null;
    found: number;
    people: Person[];
  }>(
    `SELECT p.id, p.kind, p.status, p.received_at, p.due_at, p.done_at, cardinality(p.contact_ids) AS found,
            coalesce(known.people, '[]') AS people
     FROM privacy_case p
     LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('id', c.id, 'first_name', c.first_name, 'last_name', c.last_name,
                                           'erased', c.erased_at IS NOT NULL) ORDER BY c.id) AS people
       FROM contact c WHERE c.shop_id = p.shop_id AND c.id = ANY (p.contact_ids[1:${NAMED_MAX}])
     ) known ON true
     WHERE p.shop_id = $1
     ORDER BY p.status <> 'open', CASE WHEN p.status = 'open' THEN p.due_at END, p.id DESC
     LIMIT ${CASES_MAX}`,
    [shopId],
  );
  const shops = await pool.query<{ time_zone: string }>('SELECT time_zone FROM shop WHERE id = $1', [shopId]);
  const now = new Date();
  return {
    cases: rows.map((row) => {
      const dueAt = row.due_at.toISOString();
      return {
        id: row.id,
        kind: row.kind,
        status: row.status,
        receivedAt: row.received_at.toISOString(),
        dueAt,
        doneAt: row.done_at?.toISOString() ?? null,
        urgency: urgencyOf({ status: row.status, dueAt }, now),
        contacts: row.people.map((person) => ({
          id: person.id,
          name: fullName(person),
          erased: person.erased,
        })),
        found: row.found,
      };
    }),
    retention: await retentionOf(shopId),
    timeZone: shops.rows[0]?.time_zone ?? 'UTC',
  };
}
