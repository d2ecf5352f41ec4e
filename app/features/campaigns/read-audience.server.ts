import Cursor from 'pg-cursor';
import type { Audience, ResendableState } from '../../core/campaigns/audience.ts';
import type { Candidate } from '../../core/campaigns/freeze.ts';
import type { FieldValues } from '../../core/contacts/merge-fields.ts';
import { normalisePhone } from '../../core/contacts/phone-number.ts';
import { pool } from '../../platform/database.server.ts';
import { OWN_VALUES } from '../contacts/own-values.ts';
import { audienceCondition, parametersOf } from './audience-sql.ts';

/** One contact of an audience, as the freeze needs it. */
export type AudienceRow = {
  /** Below zero: a phone of the merchant's, which is nobody's record. */
  id: number;
  phone: number | null;
  phone_problem: Candidate['phoneProblem'];
  phone_country: string | null;
  consent: Candidate['consent'];
  number_opted_out: boolean | null;
  first_name: string | null;
  last_name: string | null;
  /** What tags of the shop's own show; null where the text has none. */
  own: FieldValues | null;
  /** Where an earlier campaign's people stand there; null in every other audience. */
  earlier_state: ResendableState | 'sent_after_all' | null;
};

const ROWS = 2_000;

const EVERYBODY = `
  -- The opt-out of any contact with the number counts, also of one outside this audience or gone at Shopify.
  SELECT c.*, phone IS NOT NULL
    AND bool_or(consent = 'unsubscribed') OVER (PARTITION BY phone) AS number_opted_out
  FROM contact c
  WHERE shop_id = $1 AND erased_at IS NULL`;

/** Of contact `c`, for a text with tags of the shop's own; a text without them reads nothing more of anybody. */
const ownOf = (c: 'c' | 'p', wanted: boolean): string =>
  wanted ? OWN_VALUES.replaceAll('contact.', `${c}.`) : 'NULL::jsonb AS own';

const contacts = (condition: string, own: boolean): string => `
  SELECT c.id, c.phone, c.phone_problem, c.phone_country, c.consent, c.number_opted_out, c.first_name, c.last_name,
         ${ownOf('c', own)}, NULL::text AS earlier_state
  FROM (${EVERYBODY}) c
  WHERE ${condition}
  ORDER BY c.phone, c.id`;

/**
 * People of campaign $3 in the states $4, for the resend $2. Who was in one of them when the resend was begun and is proved
 * since to have the text stays in the audience, so that the review shows her as left out and not as vanished.
 */
const unresolved = (own: boolean): string => `
  WITH proved AS (
    SELECT (t.one ->> 0)::integer AS ordinal
    FROM event e
    JOIN campaign k ON k.shop_id = $1 AND k.id = $2
    CROSS JOIN LATERAL jsonb_array_elements(e.data -> 'messages') AS t(one)
    WHERE e.category = 2 AND e.shop_id = $1 AND e.stream_key = $3 AND e.recorded_at >= k.created_at
      AND e.type IN ('MessagesTraced', 'PresumptionOverturned')
    UNION
    -- A late answer proves whom it took.
    SELECT m.ordinal
    FROM event e
    JOIN campaign k ON k.shop_id = $1 AND k.id = $2
    JOIN message m ON m.shop_id = $1 AND m.campaign_id = $3 AND m.batch_no = e.stream_part
    WHERE e.category = 2 AND e.shop_id = $1 AND e.stream_key = $3 AND e.recorded_at >= k.created_at
      AND e.type IN ('BatchAccepted', 'BatchPartlyAccepted') AND e.data -> 'moved' ? 'unknown'
  ), earlier AS (
    SELECT contact_id, status AS state FROM campaign_recipient
    WHERE shop_id = $1 AND campaign_id = $3 AND status = ANY ($4::text[])
    UNION ALL
    SELECT r.contact_id, 'sent_after_all' FROM proved p
    JOIN recipient r ON r.shop_id = $1 AND r.campaign_id = $3 AND r.ordinal = p.ordinal
  ), family AS MATERIALIZED (
    SELECT ARRAY(SELECT resend_family($1, $2)) AS ids
  )
  SELECT c.id, c.phone, c.phone_problem, c.phone_country, c.consent, c.number_opted_out, c.first_name, c.last_name,
         ${ownOf('c', own)},
         CASE WHEN texted_by_family($1, $2, c.phone, (SELECT ids FROM family)) THEN 'sent_after_all'
              ELSE e.state END AS earlier_state
  FROM earlier e JOIN (${EVERYBODY}) c ON c.id = e.contact_id AND c.deleted_at IS NULL
  ORDER BY c.phone, c.id`;

/**
 * The merchant's phones $2 of the countries $3, a row each, with the values of contact $4. Her word that they are hers stands
 * for a consent; a no on any record with the number counts all the same.
 */
const test = (own: boolean): string => `
  SELECT -n.place AS id, n.phone, NULL::text AS phone_problem, n.country AS phone_country, 'subscribed' AS consent,
         EXISTS (
           SELECT FROM contact c
           WHERE c.shop_id = $1 AND c.phone = n.phone AND c.consent = 'unsubscribed' AND c.erased_at IS NULL
         ) AS number_opted_out,
         p.first_name, p.last_name, ${ownOf('p', own)}, NULL::text AS earlier_state
  FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY AS n(phone, country, place)
  LEFT JOIN contact p ON p.shop_id = $1 AND p.id = $4 AND p.erased_at IS NULL AND p.deleted_at IS NULL
  ORDER BY n.phone`;

/**
 * Who is asked by campaign $2 to confirm that she has signed up. That is what stands for a consent here, to this one text; who has
 * confirmed since, or sent a reply that may be a no, is not asked.
 */
const confirmation = (own: boolean): string => `
  SELECT c.id, c.phone, c.phone_problem, c.phone_country,
         CASE WHEN c.consent = 'pending' AND q.contact_id IS NULL THEN 'subscribed' ELSE c.consent END AS consent,
         c.number_opted_out, c.first_name, c.last_name, ${ownOf('c', own)}, NULL::text AS earlier_state
  FROM consent_asked a
  JOIN (${EVERYBODY}) c ON c.id = a.contact_id
  LEFT JOIN consent_question q ON q.shop_id = $1 AND q.contact_id = c.id
  WHERE a.shop_id = $1 AND a.campaign_id = $2 AND c.deleted_at IS NULL AND c.consent <> 'subscribed'
  ORDER BY c.phone, c.id`;

/**
 * Everybody of an audience, in groups, in the order of their numbers: contacts that share one stand next to each other,
 * and the index of the frozen rows is filled in order. Read through a cursor on a connection of its own, in one snapshot.
 *
 * @param fetches where the members of each of its segments are, all of them.
 * @param own whether the text has tags of the shop's own.
 */
export async function* readAudience(
  shopId: number,
  campaignId: number,
  audience: Audience,
  fetches: ReadonlyMap<string, number>,
  own: boolean,
): AsyncGenerator<AudienceRow[]> {
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const cursor = client.query(cursorOver(shopId, campaignId, audience, fetches, own));
    for (let rows = await cursor.read(ROWS); rows.length > 0; rows = await cursor.read(ROWS)) {
      yield rows;
    }
    await cursor.close();
    await client.query('COMMIT');
    failed = false;
  } finally {
    // A reader that stopped half-way leaves an open cursor; its connection is not worth saving.
    client.release(failed);
  }
}

function cursorOver(
  shopId: number,
  campaignId: number,
  audience: Audience,
  fetches: ReadonlyMap<string, number>,
  own: boolean,
): Cursor<AudienceRow> {
  switch (audience.kind) {
    case 'unresolved':
      return new Cursor(unresolved(own), [shopId, campaignId, audience.campaignId, audience.states]);
    case 'test': {
      const { numbers, as } = audience;
      return new Cursor(test(own), [shopId, numbers, numbers.map(countryOf), as]);
    }
    case 'confirmation':
      return new Cursor(confirmation(own), [shopId, campaignId]);
    default: {
      const { values, add } = parametersOf(shopId);
      return new Cursor(contacts(audienceCondition(audience, fetches, add), own), values);
    }
  }
}

/** Checked when she wrote it into her settings; a numbering plan that has changed since leaves it without a price. */
function countryOf(digits: number): string {
  const phone = normalisePhone(`+${digits}`, '');
  return phone.ok ? phone.country : '';
}
