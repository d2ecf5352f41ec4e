import {
  type CustomerAudience,
  type ExclusionReason,
  excludeOf,
  listsOf,
} from '../../core/campaigns/audience.ts';
import type { AudienceCount } from '../../core/campaigns/audience-count.ts';
import { PRICE_TABLE } from '../../core/credits/price-table.ts';
import { priceOf } from '../../core/credits/pricing.ts';
import { pool } from '../../platform/database.server.ts';
import { knowsLists } from '../contacts/contact-lists.server.ts';
import { countMembers } from '../segments/count-members.server.ts';
import { audienceCondition, parametersOf } from './audience-sql.ts';

/**
 * How many customers an audience has now and how many of them can be texted, by the rules of the freeze that need no text:
 * sender, prices above the limit and merge tags are for the review.
 */
export async function countAudience(shopId: number, audience: CustomerAudience): Promise<AudienceCount> {
  if (!(await knowsLists(shopId, listsOf(audience)))) {
    return { kind: 'list_gone' };
  }
  if (audience.kind === 'segment') {
    const counted = await countMembers(shopId, audience.segment.id);
    return counted.kind === 'members'
      ? { ...counted, beforeExclusions: audience.exclude !== undefined }
      : counted;
  }
  return await countCustomers(shopId, audience);
}

type Group = { reason: ExclusionReason | null; country: string | null; people: number; numbers: number };

async function countCustomers(shopId: number, audience: CustomerAudience): Promise<AudienceCount> {
  const { values, add } = parametersOf(shopId);
  const { rows } = await pool.query<Group>(
    `WITH silent AS MATERIALIZED (
       -- The opt-out of any record of a number counts for all of them.
       SELECT DISTINCT phone FROM contact
       WHERE shop_id = $1 AND consent = 'unsubscribed' AND erased_at IS NULL AND phone IS NOT NULL
     ), judged AS (
       SELECT c.phone, c.phone_country,
              CASE
                WHEN c.consent = 'unsubscribed' OR s.phone IS NOT NULL THEN 'opted_out'
                WHEN c.phone IS NULL THEN coalesce(c.phone_problem, 'no_number')
                WHEN c.consent = 'pending' THEN 'pending_confirmation'
                WHEN c.consent = 'never' THEN 'never_asked'
              END AS reason
       FROM contact c LEFT JOIN silent s ON s.phone = c.phone
       WHERE c.shop_id = $1
         AND ${audienceCondition(audience, new Map(), add)}
     )
     SELECT reason, CASE WHEN reason IS NULL THEN phone_country END AS country, count(*) AS people,
            count(DISTINCT phone) AS numbers
     FROM judged GROUP BY 1, 2`,
    values,
  );
  const counted = sumUp(rows, await countriesTextedBy(shopId));
  return {
    kind: 'customers',
    ...counted,
    beforeSegments: excludeOf(audience).segments !== undefined,
  };
}

type Texted = (country: string | null) => ExclusionReason | undefined;

function sumUp(groups: Group[], refusedIn: Texted) {
  const leftOut: Partial<Record<ExclusionReason, number>> = {};
  const leave = (reason: ExclusionReason, people: number) => {
    if (people > 0) {
      leftOut[reason] = (leftOut[reason] ?? 0) + people;
    }
  };
  let contacts = 0;
  let textable = 0;
  for (const { reason, country, people, numbers } of groups) {
    contacts += people;
    const refused = reason ?? refusedIn(country);
    if (refused === undefined) {
      textable += numbers;
      leave('duplicate_number', people - numbers);
    } else {
      leave(refused, people);
    }
  }
  return { contacts, textable, leftOut };
}

async function countriesTextedBy(shopId: number): Promise<Texted> {
  const { rows } = await pool.query<{ home: string; allowed: string[] | null; today: string }>(
    `SELECT country AS home, allowed_countries AS allowed, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today
     FROM shop WHERE id = $1`,
    [shopId],
  );
  const shop = rows[0];
  return (country) => {
    if (shop === undefined || priceOf(PRICE_TABLE, country ?? '', shop.home, shop.today) === undefined) {
      return 'country_not_supported';
    }
    return (shop.allowed?.includes(country ?? '') ?? true) ? undefined : 'country_not_allowed';
  };
}
