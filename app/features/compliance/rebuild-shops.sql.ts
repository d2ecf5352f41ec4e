import { last, type RebuiltProjection, withinShop } from './rebuild-projection.ts';

/**
 * A shop's settings and when it came and went. Its domain and name are Shopify's, its sync_* columns say how far the
 * reading of its customers is; neither is told by events.
 */
export const rebuiltShops: RebuiltProjection = {
  name: 'shop',
  key: [],
  live: (scope) => `
    SELECT id AS shop_id, country, time_zone, sender, senders, quiet_from, quiet_until, cap_hours,
           max_credits_per_text, opt_out_line, link_domain, allowed_countries, merge_fields, keep_texts_months, keep_deleted_months,
           installed_at, uninstalled_at
    FROM shop
    WHERE EXISTS (SELECT FROM event e WHERE e.category = 5 AND e.shop_id = shop.id AND e.type = 'ShopInstalled')
      ${withinShop(scope, 'id')}`,
  rebuilt: (scope) => `
    WITH folded AS (
      SELECT shop_id,
             ${last(`(data ->> 'country')`)} AS country, ${last(`(data ->> 'timeZone')`)} AS time_zone,
             ${last(`(CASE type WHEN 'SettingsChanged' THEN data END)`)} AS settings,
             ${last(`(CASE type WHEN 'RetentionChanged' THEN data END)`)} AS retention,
             max(recorded_at) FILTER (WHERE type = 'ShopInstalled') AS installed_at,
             bool_or(type = 'ShopInstalled') AS installed,
             (array_agg(CASE type WHEN 'ShopUninstalled' THEN recorded_at END ORDER BY stream_version DESC)
               FILTER (WHERE type IN ('ShopInstalled', 'ShopUninstalled')))[1] AS uninstalled_at
      FROM event WHERE category = 5${withinShop(scope)} GROUP BY shop_id
    )
    SELECT shop_id, country, time_zone, settings ->> 'sender',
           -- From before a country could have a sender of its own.
           coalesce(settings -> 'senders', '{}'),
           (settings ->> 'quietFrom')::time, (settings ->> 'quietUntil')::time, (settings ->> 'capHours')::integer,
           (settings ->> 'maxCreditsPerText')::integer,
           -- Settings from before there was such a line, or none at all: the one that every shop begins with.
           coalesce(settings ->> 'optOutLine', 'Stop: {{ opt_out_link }}'), settings ->> 'ownLinkDomain',
           CASE WHEN jsonb_typeof(settings -> 'allowedCountries') = 'array'
             THEN ARRAY(SELECT jsonb_array_elements_text(settings -> 'allowedCountries')) END,
           coalesce(settings -> 'mergeFields', '[]'),
           -- What every shop begins with.
           coalesce((retention ->> 'keepTextsMonths')::integer, 24),
           coalesce((retention ->> 'keepDeletedMonths')::integer, 12),
           installed_at, uninstalled_at
    FROM folded WHERE installed`,
};
