import { type CustomerAudience, type Exclude, excludeOf } from '../../core/campaigns/audience.ts';
import type { Condition } from '../../core/campaigns/audience-condition.ts';
import { unreachable } from '../../core/decision.ts';

/** Numbers the parameters of a statement: gives `$3` for a value and keeps it. */
export type Add = (value: unknown) => string;

/** The values of a statement and the function that adds to them. */
export function parametersOf(...values: unknown[]): { values: unknown[]; add: Add } {
  return { values, add: (value) => `$${values.push(value)}` };
}

/**
 * What is true of whoever is in an audience: a condition on `contact c` whose shop is `$1`.
 *
 * DANGER: every set is compared by a correlated EXISTS that stands by itself between ANDs, because only then the planner
 * reads the set once and joins it. Behind an OR, or as NOT IN, it would be read again for each contact (a test explains
 * the plans).
 *
 * @param fetches where the members of segments were read to, by the segment's id. A left out segment that is not in it
 * leaves out nobody: whoever sends makes sure that all are, a preview says that it did not look.
 */
export function audienceCondition(
  audience: CustomerAudience,
  fetches: ReadonlyMap<string, number>,
  add: Add,
): string {
  const conditions = [
    'c.erased_at IS NULL',
    'c.deleted_at IS NULL',
    ...whoIsIn(audience, fetches, add),
    ...whoIsLeftOut(excludeOf(audience), fetches, add),
  ];
  return conditions.join('\n      AND ');
}

function whoIsIn(audience: CustomerAudience, fetches: ReadonlyMap<string, number>, add: Add): string[] {
  switch (audience.kind) {
    case 'everyone':
      return [];
    case 'tags':
      return [hasAnyTag(audience.tags, add)];
    case 'filter':
      return audience.conditions.map((condition) => conditionSql(condition, add));
    case 'segment': {
      const fetch = fetches.get(audience.segment.id);
      return [fetch === undefined ? 'false' : `EXISTS (${membersOf(fetch, add)})`];
    }
    case 'list':
      return [`EXISTS (${onList([audience.listId], add)})`];
    default:
      return unreachable(audience);
  }
}

function whoIsLeftOut(exclude: Exclude, fetches: ReadonlyMap<string, number>, add: Add): string[] {
  const segments = (exclude.segments ?? []).flatMap(({ id }) => fetches.get(id) ?? []);
  return [
    ...(exclude.tags === undefined ? [] : [`NOT ${hasAnyTag(exclude.tags, add)}`]),
    ...(exclude.lists === undefined ? [] : [`NOT EXISTS (${onList(exclude.lists, add)})`]),
    ...segments.map((fetch) => `NOT EXISTS (${membersOf(fetch, add)})`),
    ...(exclude.textedWithinDays === undefined
      ? []
      : [`NOT EXISTS (${textedWithin(exclude.textedWithinDays, add)})`]),
  ];
}

function conditionSql(condition: Condition, add: Add): string {
  switch (condition.field) {
    case 'country':
      return `c.phone_country = ANY (${add(condition.in)}::text[])`;
    case 'language':
      return `lower(substring(c.locale FROM '^[A-Za-z]+')) = ANY (${add(condition.in)}::text[])`;
    case 'last_order':
      return condition.is === 'never'
        ? 'c.last_order_at IS NULL AND c.order_count = 0'
        : `c.last_order_at ${condition.is === 'before' ? '<' : '>='} ${startOfDay(condition.date, add)}`;
    case 'spent':
      return `c.spent ${comparison(condition.is)} ${add(condition.amount)}::numeric`;
    case 'orders':
      return `c.order_count ${comparison(condition.is)} ${add(condition.count)}::integer`;
    case 'tags':
      return `${condition.is === 'none' ? 'NOT ' : ''}${hasAnyTag(condition.tags, add)}`;
    case 'engaged':
      return `EXISTS (${engagedWithin(condition.days, add)})`;
    case 'not_texted':
      return `NOT EXISTS (${textedWithin(condition.days, add)})`;
    default:
      return unreachable(condition);
  }
}

const comparison = (is: 'at_least' | 'at_most'): string => (is === 'at_least' ? '>=' : '<=');
/**
 * Tags are the same whatever their case, as in Shopify. Arrays are lowered as texts: a loop over their elements would be a
 * query of its own for each customer.
 */
const hasAnyTag = (tags: string[], add: Add): string =>
  `lower(c.tags::text)::text[] && lower(${add(tags)}::text[]::text)::text[]`;

const startOfDay = (date: string, add: Add): string =>
  `(${add(date)}::date::timestamp AT TIME ZONE (SELECT time_zone FROM shop WHERE id = $1))`;

const onList = (lists: number[], add: Add): string => `
        SELECT FROM contact_list_member m
        WHERE m.shop_id = $1 AND m.list_id = ANY (${add(lists)}::bigint[]) AND m.contact_id = c.id`;

const membersOf = (fetch: number, add: Add): string => `
        SELECT FROM segment_member m
        WHERE m.shop_id = $1 AND m.fetch_id = ${add(fetch)}::bigint AND m.shopify_id = c.shopify_id`;

/**
 * Texts to the contact's number that were handed over or may have been, as the frequency cap counts them: not a test, not
 * who was left out or refused, and of an unknown that has ended only whom Mitto is proved to have.
 */
function textedWithin(days: number, add: Add): string {
  const since = `now() - ${add(days)}::integer * interval '1 day'`;
  return `
        SELECT FROM (
          SELECT r.phone FROM send_batch b
          JOIN campaign k ON k.shop_id = b.shop_id AND k.id = b.campaign_id AND k.test_of IS NULL
          JOIN recipient r ON r.shop_id = b.shop_id AND r.campaign_id = b.campaign_id
            AND r.ordinal BETWEEN b.first_ordinal AND b.last_ordinal
          LEFT JOIN recipient_omission o
            ON o.shop_id = r.shop_id AND o.campaign_id = r.campaign_id AND o.ordinal = r.ordinal
          WHERE b.shop_id = $1 AND b.intended_at > ${since} AND o.ordinal IS NULL
            AND b.status IN ('dispatching', 'accepted', 'unknown')
          UNION ALL
          SELECT r.phone FROM send_batch b
          JOIN campaign k ON k.shop_id = b.shop_id AND k.id = b.campaign_id AND k.test_of IS NULL
          JOIN message m ON m.shop_id = b.shop_id AND m.campaign_id = b.campaign_id
            AND m.ordinal BETWEEN b.first_ordinal AND b.last_ordinal
          JOIN recipient r ON r.shop_id = m.shop_id AND r.campaign_id = m.campaign_id AND r.ordinal = m.ordinal
          WHERE b.shop_id = $1 AND b.intended_at > ${since} AND b.status = 'resolved'
        ) texted
        WHERE texted.phone = c.phone`;
}

/** Whoever ordered, or opened a link for the first time, within so many days: by number, as texts are. */
function engagedWithin(days: number, add: Add): string {
  const since = `now() - ${add(days)}::integer * interval '1 day'`;
  return `
        SELECT FROM (
          SELECT o.id FROM contact o WHERE o.shop_id = $1 AND o.last_order_at > ${since}
          UNION ALL
          SELECT p.id FROM link_person l
          JOIN campaign_link u ON u.id = l.link_id AND u.shop_id = $1 AND u.kind = 'url'
          JOIN campaign k ON k.shop_id = $1 AND k.id = u.campaign_id AND k.test_of IS NULL
          JOIN recipient r ON r.shop_id = $1 AND r.campaign_id = u.campaign_id AND r.ordinal = l.ordinal
          JOIN contact p ON p.shop_id = $1 AND p.phone = r.phone
          WHERE l.shop_id = $1 AND NOT l.pressed_stop AND l.first_at > ${since}
        ) engaged
        WHERE engaged.id = c.id`;
}
