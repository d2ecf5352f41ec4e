import { pool } from '../../platform/database.server.ts';

export type LinkClicks = {
  destination: string;
  /** Recipients who opened it, each once. */
  people: number;
  /** All openings, those of machines included. */
  clicks: number;
  /** Openings by scanners and previews. */
  machines: number;
};

export type CampaignClicks = {
  /** One for each web address of the text, in its order. */
  links: LinkClicks[];
  /** People on the opt-out page, and who pressed its button; null when the text has no opt-out link. */
  optOut: { opened: number; pressed: number } | null;
};

type Row = Omit<LinkClicks, 'destination'> & { destination: string | null; pressed: number };

/** Who opened the links of a campaign's text. */
export async function readClicks(shopId: number, campaignId: number): Promise<CampaignClicks> {
  const { rows } = await pool.query<Row>(
    `SELECT l.destination, coalesce(c.people, 0) AS people, coalesce(c.clicks, 0) AS clicks,
            coalesce(c.machines, 0) AS machines, coalesce(c.pressed, 0) AS pressed
     FROM campaign k
     JOIN campaign_link l ON l.shop_id = k.shop_id AND l.campaign_id = k.id AND l.version = k.content_version
     LEFT JOIN link_count c ON c.shop_id = l.shop_id AND c.link_id = l.id
     WHERE k.shop_id = $1 AND k.id = $2 ORDER BY l.position`,
    [shopId, campaignId],
  );
  const optOuts = rows.filter(({ destination }) => destination === null);
  const sum = (of: 'people' | 'pressed') => optOuts.reduce((all, row) => all + row[of], 0);
  return {
    links: rows.flatMap(({ destination, people, clicks, machines }) =>
      destination === null ? [] : [{ destination, people, clicks, machines }],
    ),
    // A text may have its opt-out link twice; hardly anybody opens both.
    optOut: optOuts.length === 0 ? null : { opened: sum('people'), pressed: sum('pressed') },
  };
}

/** What a recipient did with a link of her text; `destination` null: the opt-out page. */
export type RecipientClick = { at: Date; destination: string | null; pressedStop: boolean };

/** The first time that a recipient herself opened each link of her text, and pressed the button of its opt-out page. */
export async function firstClicksOf(
  shopId: number,
  campaignId: number,
  ordinal: number,
): Promise<RecipientClick[]> {
  const { rows } = await pool.query<RecipientClick>(
    `SELECT p.first_at AS at, l.destination, p.pressed_stop AS "pressedStop"
     FROM campaign_link l JOIN link_person p ON p.shop_id = l.shop_id AND p.link_id = l.id
     WHERE l.shop_id = $1 AND l.campaign_id = $2 AND p.ordinal = $3
     ORDER BY p.first_at, p.pressed_stop, l.position`,
    [shopId, campaignId, ordinal],
  );
  return rows;
}
