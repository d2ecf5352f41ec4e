import { chosenAudienceSchema } from '../../core/campaigns/audience.ts';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import type { CampaignInput } from '../../core/campaigns/campaign-input.ts';
import type { FieldValues } from '../../core/contacts/merge-fields.ts';
import { keptDiscount } from '../../core/discounts/discount.ts';
import type { SendersByCountry } from '../../core/messaging/senders-by-country.ts';
import { pool, type Queryable } from '../../platform/database.server.ts';
import { type ContactList, contactLists } from '../contacts/contact-lists.server.ts';
import { OWN_VALUES } from '../contacts/own-values.ts';
import { type OwnTagShop, withOwnTags } from '../contacts/with-own-tags.ts';
import { type ShopProfile, shopSettingsOf } from '../shops/change-settings.server.ts';

export type SampleContact = {
  id: number;
  firstName: string | null;
  lastName: string | null;
  /** The values of the shop's own tags. */
  fields: Record<string, string>;
};

/** What the editor needs beside the campaign: whom to preview it as, and the tags in use. */
export type EditorSurroundings = {
  shop: ShopProfile;
  samples: SampleContact[];
  knownTags: string[];
  /** Of recent customers' numbers, the commonest first. */
  countries: string[];
  /** Of recent customers, the commonest first; ISO 639-1. */
  languages: string[];
  lists: ContactList[];
};

export type EditedCampaign = {
  status: CampaignStatus;
  /** Why the last review found nobody to text. */
  problem: string | null;
  values: CampaignInput;
  /** The shop's, as they were when it was saved. */
  senders: SendersByCountry;
};

export async function editorSurroundings(shopId: number): Promise<EditorSurroundings> {
  const shop = await shopSettingsOf(shopId);
  const [samples, knownTags, countries, languages, lists] = await Promise.all([
    sampleContacts(shopId, shop),
    tagsInUse(shopId),
    countriesOf(shopId),
    languagesOf(shopId),
    contactLists(shopId),
  ]);
  return { shop, samples, knownTags, countries, languages, lists };
}

/** The campaign as it was last saved; undefined when the shop has no such campaign. A test is not edited, nor what asks for a confirmation. */
export async function campaignToEdit(
  shopId: number,
  campaignId: number,
  db: Queryable = pool,
): Promise<EditedCampaign | undefined> {
  const { rows } = await db.query<{
    status: CampaignStatus;
    problem: string | null;
    name: string;
    body: string;
    sender: string;
    senders: SendersByCountry;
    audience: unknown;
    discount: unknown;
    capitals: boolean;
  }>(
    `SELECT k.status, k.problem, c.name, c.body, c.sender, c.senders, c.audience, c.discount, c.capitals
     FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.shop_id = $1 AND k.id = $2 AND k.test_of IS NULL AND c.audience ->> 'kind' <> 'confirmation'`,
    [shopId, campaignId],
  );
  const row = rows[0];
  if (row === undefined) {
    return undefined;
  }
  const { status, problem, name, body, sender, senders, audience, discount, capitals } = row;
  const values = {
    name,
    capitals,
    body,
    sender,
    audience: chosenAudienceSchema.parse(audience),
    discount: keptDiscount.parse(discount),
  };
  return { status, problem, values, senders };
}

/**
 * Up to 8 subscribers to preview a text as: recent ones, the two longest names and one without a first name, because
 * those are where texts go wrong. Looked for among the last 1,000 only.
 */
export async function sampleContacts(shopId: number, shop: OwnTagShop): Promise<SampleContact[]> {
  const { rows } = await pool.query<Omit<SampleContact, 'fields'> & { own: FieldValues }>(
    `WITH recent AS (
       SELECT id, first_name, last_name, ${OWN_VALUES},
              coalesce(first_name, '') = '' AS nameless,
              length(coalesce(first_name, '') || coalesce(last_name, '')) AS size
       FROM contact
       WHERE shop_id = $1 AND erased_at IS NULL AND deleted_at IS NULL AND consent = 'subscribed'
         AND phone IS NOT NULL
       ORDER BY id DESC LIMIT 1000
     ), chosen AS (
       (SELECT id, 1 AS place FROM recent WHERE NOT nameless ORDER BY id DESC LIMIT 5)
       UNION ALL (SELECT id, 2 FROM recent WHERE NOT nameless ORDER BY size DESC, id LIMIT 2)
       UNION ALL (SELECT id, 3 FROM recent WHERE nameless ORDER BY id DESC LIMIT 1)
     )
     SELECT id, first_name AS "firstName", last_name AS "lastName", own
     FROM recent JOIN (SELECT id, min(place) AS place FROM chosen GROUP BY id) once USING (id)
     ORDER BY place, id DESC`,
    [shopId],
  );
  return withOwnTags(rows, shop);
}

/** The commonest tags, each in its commonest spelling, over the last 20,000 customers: suggestions need no more. */
async function tagsInUse(shopId: number): Promise<string[]> {
  const { rows } = await pool.query<{ tag: string }>(
    `SELECT mode() WITHIN GROUP (ORDER BY tag) AS tag FROM (
       SELECT tags FROM contact WHERE shop_id = $1 AND erased_at IS NULL AND deleted_at IS NULL
       ORDER BY id DESC LIMIT 20000
     ) recent CROSS JOIN LATERAL unnest(tags) AS tag
     GROUP BY lower(tag) ORDER BY count(*) DESC, lower(tag) LIMIT 100`,
    [shopId],
  );
  return rows.map((row) => row.tag);
}

async function countriesOf(shopId: number): Promise<string[]> {
  const { rows } = await pool.query<{ country: string }>(
    `SELECT phone_country AS country FROM (
       SELECT phone_country FROM contact WHERE shop_id = $1 AND erased_at IS NULL AND deleted_at IS NULL
       ORDER BY id DESC LIMIT 20000
     ) recent
     WHERE phone_country IS NOT NULL
     GROUP BY phone_country ORDER BY count(*) DESC, phone_country`,
    [shopId],
  );
  return rows.map((row) => row.country);
}

async function languagesOf(shopId: number): Promise<string[]> {
  const { rows } = await pool.query<{ language: string }>(
    `SELECT lower(substring(locale FROM '^[A-Za-z]{2,3}')) AS language FROM (
       SELECT locale FROM contact WHERE shop_id = $1 AND erased_at IS NULL AND deleted_at IS NULL
       ORDER BY id DESC LIMIT 20000
     ) recent
     WHERE locale ~ '^[A-Za-z]{2,3}'
     GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 50`,
    [shopId],
  );
  return rows.map((row) => row.language);
}
