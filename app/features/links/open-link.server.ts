import { hostName } from '../../core/links/host-name.ts';
import { pool } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { openLink } from '../../platform/link-codes.server.ts';

export type OpenedLink = {
  linkId: number;
  shopId: number;
  campaignId: number;
  ordinal: number;
  /** On the database's clock, as the times of handing over are. */
  at: Date;
} & LinkTarget;

export type LinkTarget =
  | { kind: 'url'; destination: string }
  | {
      kind: 'opt_out';
      shopName: string;
      /** The text asked for a yes: the page behind its link takes either answer. */
      asks: boolean;
      /** Of her contact, in Shopify's words ("el", "pt-BR"). */
      locale: string | null;
    };

type Named = Omit<OpenedLink, 'kind'>;

/** The domain that every shop's links may begin with. */
const COMMON = hostName(env.LINK_DOMAIN);

/**
 * What the code of a text leads to; undefined when no text has that code, or not on this host: the common domain, the one that
 * stood in the text, or the shop's own of today. Otherwise a shop could text links that begin with another one's domain. The shop
 * may be uninstalled and the recipient erased: a link outlives both.
 *
 * A domain that has changed hands goes on opening the opt-outs of whoever had it: a way out is never lost.
 *
 * @param host as `hostName` writes it.
 */
export async function openPublicLink(code: string, host: string): Promise<OpenedLink | undefined> {
  const named = await openLink(code);
  if (named === undefined) {
    return undefined;
  }
  const { rows } = await pool.query<{
    shop_id: number;
    campaign_id: number;
    destination: string | null;
    at: Date;
  }>({
    name: 'open_link',
    // Nobody beyond the audience has a link: without that, every made-up place in it would be a code that works.
    text: `SELECT l.shop_id, l.campaign_id, l.destination, clock_timestamp() AS at
           FROM campaign_link l
           JOIN campaign k ON k.shop_id = l.shop_id AND k.id = l.campaign_id AND k.recipient_count >= $2
           JOIN campaign_content w ON w.shop_id = l.shop_id AND w.campaign_id = l.campaign_id AND w.version = l.version
           LEFT JOIN link_domain o ON $3 <> $4 AND o.domain = $3 AND o.proven_at IS NOT NULL AND o.lost_at IS NULL
           WHERE l.id = $1
             AND ($3 = $4 OR o.shop_id = l.shop_id
                  OR split_part(w.link_domain, ':', 1) = $3 AND (o.shop_id IS NULL OR l.destination IS NULL))`,
    values: [named.linkId, named.ordinal, host, COMMON],
  });
  const row = rows[0];
  if (row === undefined) {
    return undefined;
  }
  const link = { ...named, shopId: row.shop_id, campaignId: row.campaign_id, at: row.at };
  return row.destination === null
    ? { ...link, ...(await optOutTarget(link)) }
    : { ...link, kind: 'url', destination: row.destination };
}

async function optOutTarget({ shopId, campaignId, ordinal }: Named): Promise<LinkTarget> {
  const { rows } = await pool.query<{ shop_name: string; locale: string | null; asks: boolean | null }>({
    name: 'opt_out_target',
    text: `SELECT coalesce(nullif(s.name, ''), s.domain) AS shop_name, c.locale, w.audience ->> 'kind' = 'confirmation' AS asks
           FROM shop s
           LEFT JOIN campaign k ON k.shop_id = s.id AND k.id = $2
           LEFT JOIN campaign_content w ON w.shop_id = k.shop_id AND w.campaign_id = k.id AND w.version = k.content_version
           LEFT JOIN recipient r ON r.shop_id = s.id AND r.campaign_id = $2 AND r.ordinal = $3
           LEFT JOIN contact c ON c.shop_id = r.shop_id AND c.id = r.contact_id
           WHERE s.id = $1`,
    values: [shopId, campaignId, ordinal],
  });
  return {
    kind: 'opt_out',
    shopName: rows[0]?.shop_name ?? '',
    asks: rows[0]?.asks === true,
    locale: rows[0]?.locale ?? null,
  };
}
