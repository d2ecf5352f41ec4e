/** What is looked at: everything, one shop, or one campaign of a shop. */
export type Scope = { shopId?: number; campaignId?: number };

/**
 * A projection that can be made again from the events: what is compared, and how it is made. Columns that no event tells
 * (wake-up times, the carrier's free words) are not among the compared ones.
 */
export type RebuiltProjection = {
  name: string;
  /** With shop_id, these columns name a row. */
  key: readonly string[];
  /** SELECT of the live rows: shop_id, the key and every column that events tell. */
  live: (scope: Scope) => string;
  /** SELECT of the same columns in the same order, from events (and the frozen audience); or undefined: folded in code. */
  rebuilt?: (scope: Scope) => string;
};

/** The last value of `expression` in a stream that is not null. */
export const last = (expression: string, order = 'stream_version'): string =>
  `(array_agg(${expression} ORDER BY ${order} DESC) FILTER (WHERE ${expression} IS NOT NULL))[1]`;

/** `AND` conditions that keep a query within a scope; ids are our own numbers, so they may stand in the text. */
export const within = (scope: Scope, shop: string, campaign: string): string =>
  `${scope.shopId === undefined ? '' : ` AND ${shop} = ${scope.shopId}`}${
    scope.campaignId === undefined ? '' : ` AND ${campaign} = ${scope.campaignId}`
  }`;

/** The same where a campaign makes no difference. */
export const withinShop = (scope: Scope, shop = 'shop_id'): string =>
  scope.shopId === undefined ? '' : ` AND ${shop} = ${scope.shopId}`;

/** The same for rows of `event` whose stream belongs to a campaign (categories 1, 2 and 6). */
export const eventsWithin = (scope: Scope, alias = 'event'): string =>
  within(scope, `${alias}.shop_id`, `${alias}.stream_key`);
