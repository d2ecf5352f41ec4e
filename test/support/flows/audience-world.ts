import { pool } from '../../../app/platform/database.server.ts';

/** What became of a text to her number, so many days and a half ago. */
export type Texted = {
  days: number;
  how: 'accepted' | 'resolved' | 'presumed' | 'omitted' | 'test' | 'planned';
};
/** A link that she opened for the first time, so many days and a half ago. */
export type Clicked = { days: number; how: 'page' | 'opt_out' | 'stop_button' | 'test' };

/** A customer with all that conditions ask for. Ages are in days and a half, so that no test runs on a boundary. */
export type Someone = {
  phone: number | null;
  country: string | null;
  locale: string | null;
  tags: string[];
  lastOrder: number | null;
  orders: number;
  spent: number;
  lists: number[];
  segments: number[];
  texted: Texted[];
  clicked: Clicked[];
  gone: 'erased' | 'deleted' | null;
};

export type Added = Someone & { id: number };

const rowOf = (sql: string, values: unknown[]) => pool.query<{ id: number }>(sql, values);

/** Writes people with their history straight into the tables, as the flows would have; which list and segment is which is up to the test. */
export async function addPeople(
  shopId: number,
  people: readonly Someone[],
  places: { lists: readonly number[]; fetches: readonly number[] },
): Promise<Added[]> {
  const added: Added[] = [];
  for (const one of people) {
    const { rows } = await rowOf(
      `INSERT INTO contact (shop_id, shopify_id, phone, phone_country, locale, tags, order_count, spent, last_order_at,
                            consent, erased_at, deleted_at)
       VALUES ($1, 'gid://shopify/Customer/' || nextval('campaign_id'), $2, $3, $4, $5, $6, $7,
               now() - ($8::integer + 0.5) * interval '1 day', 'subscribed',
               CASE WHEN $9::text = 'erased' THEN now() END, CASE WHEN $9::text = 'deleted' THEN now() END)
       RETURNING id`,
      [shopId, one.phone, one.country, one.locale, one.tags, one.orders, one.spent, one.lastOrder, one.gone],
    );
    const id = rows[0]?.id ?? 0;
    added.push({ ...one, id });
    await pool.query(
      'INSERT INTO contact_list_member (shop_id, list_id, contact_id) SELECT $1, unnest($2::bigint[]), $3',
      [shopId, one.lists.map((i) => places.lists[i]), id],
    );
    await pool.query(
      `INSERT INTO segment_member (shop_id, fetch_id, shopify_id)
       SELECT $1, f, c.shopify_id FROM unnest($2::bigint[]) AS f JOIN contact c ON c.shop_id = $1 AND c.id = $3`,
      [shopId, one.segments.map((i) => places.fetches[i]), id],
    );
    if (one.phone !== null) {
      for (const text of one.texted) {
        await addText(shopId, id, one.phone, text);
      }
      for (const click of one.clicked) {
        await addClick(shopId, id, one.phone, click);
      }
    }
  }
  return added;
}

const STATUS = {
  accepted: 'accepted',
  omitted: 'accepted',
  test: 'accepted',
  resolved: 'resolved',
  presumed: 'resolved',
  planned: 'planned',
} as const;

async function addText(
  shopId: number,
  contactId: number,
  phone: number,
  { days, how }: Texted,
): Promise<void> {
  const campaignId = await addCampaign(shopId, contactId, phone, how === 'test');
  await pool.query(
    `INSERT INTO send_batch (shop_id, campaign_id, batch_no, first_ordinal, last_ordinal, recipients, credits, status,
                             intended_at)
     VALUES ($1, $2, 1, 1, 1, 1, 1, $3, CASE WHEN $3 <> 'planned' THEN now() - ($4::integer + 0.5) * interval '1 day' END)`,
    [shopId, campaignId, STATUS[how], days],
  );
  if (how === 'resolved') {
    await pool.query(
      `INSERT INTO message (message_id, shop_id, campaign_id, ordinal, batch_no, credits)
       VALUES (format('m%s', $2::bigint), $1, $2, 1, 1, 1)`,
      [shopId, campaignId],
    );
  }
  if (how === 'omitted') {
    await pool.query(
      `INSERT INTO recipient_omission (shop_id, campaign_id, ordinal, batch_no, state, reason)
       VALUES ($1, $2, 1, 1, 'left_out', 'opted_out')`,
      [shopId, campaignId],
    );
  }
}

async function addClick(
  shopId: number,
  contactId: number,
  phone: number,
  { days, how }: Clicked,
): Promise<void> {
  const campaignId = await addCampaign(shopId, contactId, phone, how === 'test');
  const isPage = how === 'page' || how === 'test';
  const { rows } = await rowOf(
    `INSERT INTO campaign_link (shop_id, campaign_id, version, position, kind, destination)
     VALUES ($1, $2, 1, 0, $3, $4) RETURNING id`,
    [shopId, campaignId, isPage ? 'url' : 'opt_out', isPage ? 'https://shop.example' : null],
  );
  await pool.query(
    `INSERT INTO link_person (shop_id, link_id, ordinal, pressed_stop, first_at)
     VALUES ($1, $2, 1, $3, now() - ($4::integer + 0.5) * interval '1 day')`,
    [shopId, rows[0]?.id, how === 'stop_button', days],
  );
}

/** A campaign that nothing is known of but its one recipient. */
async function addCampaign(
  shopId: number,
  contactId: number,
  phone: number,
  isTest: boolean,
): Promise<number> {
  const { rows } = await rowOf(
    `WITH made AS (SELECT nextval('campaign_id') AS id), words AS (
       INSERT INTO campaign_content (shop_id, campaign_id, version, name, body, sender, audience)
       SELECT $1, id, 1, 'Of old', 'Hi', 'Shop', '{"kind": "everyone"}' FROM made
     ), recipients AS (
       INSERT INTO recipient (shop_id, campaign_id, contact_id, phone, ordinal, batch_no, parts, credits, country)
       SELECT $1, id, $2, $3, 1, 1, 1, 1, 'GR' FROM made
     )
     INSERT INTO campaign (shop_id, id, stream_version, status, content_version, test_of)
     SELECT $1, id, 1, 'completed', 1, CASE WHEN $4 THEN 1 END FROM made
     RETURNING id`,
    [shopId, contactId, phone, isTest],
  );
  return rows[0]?.id ?? 0;
}
