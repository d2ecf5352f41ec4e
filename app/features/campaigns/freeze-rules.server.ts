import { type Audience, audienceSchema, type ExclusionReason } from '../../core/campaigns/audience.ts';
import { excludeContact, excludeText } from '../../core/campaigns/freeze.ts';
import { fieldReader, type MergeField } from '../../core/contacts/merge-fields.ts';
import { PRICE_TABLE } from '../../core/credits/price-table.ts';
import { priceOf } from '../../core/credits/pricing.ts';
import { keptDiscount } from '../../core/discounts/discount.ts';
import { sampleDiscountCode } from '../../core/discounts/discount-code.ts';
import { ORDINAL_MAX } from '../../core/links/link-code.ts';
import { bulkMessageJson } from '../../core/messaging/bulk-request.ts';
import { partsOf } from '../../core/messaging/parts.ts';
import {
  fieldTagsOf,
  hasOptOut,
  type MergeValues,
  pickValues,
  tagsOf,
} from '../../core/messaging/personalise.ts';
import { formatReference } from '../../core/messaging/reference.ts';
import { senderAllowed } from '../../core/messaging/sender-rules.ts';
import { type Senders, senderFor } from '../../core/messaging/senders-by-country.ts';
import { needsFallback, renderTemplate, type Template } from '../../core/messaging/template.ts';
import { exampleMade, ownTagsOf, readWords } from '../../core/messaging/wording.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import type { AudienceRow } from './read-audience.server.ts';

export type FrozenRecipient = {
  kind: 'recipient';
  phone: number;
  country: string;
  parts: number;
  credits: number;
  merge: MergeValues | null;
  /** Something stands in for a value that she does not have. */
  usesFallback: boolean;
  /** Bytes of her message in a bulk call, with the longest reference there can be. */
  size: number;
};
export type FreezeVerdict = FrozenRecipient | { kind: 'excluded'; reason: ExclusionReason };

export type FreezeRules = {
  kind: 'rules';
  content: number;
  /** Whether the text has tags of the shop's own. */
  usesOwnTags: boolean;
  audience: Audience;
  template: Template;
  /** Called in the order of numbers: the second contact of one number is a duplicate. */
  judge(contact: AudienceRow): FreezeVerdict;
};

type CountryRules = {
  creditsPerPart: number | undefined;
  allowed: boolean;
  sender: string;
  senderAllowed: boolean;
};

/**
 * Everything that decides about a contact, read once: the words, the senders, the prices of today and the shop's
 * limits. Undefined when the campaign is not under review; its text may have a tag that the shop has given up since.
 */
export async function freezeRules(
  tx: Transaction,
  shopId: number,
  campaignId: number,
): Promise<FreezeRules | { kind: 'unknown_tag'; content: number } | undefined> {
  const { rows } = await tx.query<
    Senders & {
      content_version: number;
      body: string;
      opt_out_line: string;
      link_domain: string;
      capitals: boolean;
      discount: unknown;
      audience: unknown;
      shop_name: string;
      country: string;
      time_zone: string;
      merge_fields: MergeField[];
      max_credits_per_text: number | null;
      allowed_countries: string[] | null;
      today: string;
    }
  >(
    `SELECT k.content_version, c.body, c.opt_out_line, c.link_domain, c.capitals, c.discount, c.sender,
            c.senders, c.audience, s.name AS shop_name, s.country, s.time_zone, s.merge_fields, s.max_credits_per_text, s.allowed_countries,
            to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today
     FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     JOIN shop s ON s.id = k.shop_id
     WHERE k.shop_id = $1 AND k.id = $2 AND k.status = 'preparing'`,
    [shopId, campaignId],
  );
  const row = rows[0];
  if (row === undefined) {
    return undefined;
  }
  const parsed = readWords(row, row.opt_out_line, ownTagsOf({ mergeFields: row.merge_fields }));
  if (!parsed.ok && readWords(row, row.opt_out_line, 'frozen').ok) {
    return { kind: 'unknown_tag', content: row.content_version };
  }
  if (!parsed.ok) {
    // Checked when it was saved.
    throw new Error(`the text of campaign ${campaignId} has merge tags that cannot be read`);
  }
  const { template } = parsed;
  if (!hasOptOut(template)) {
    // Every draft gets one when it is saved.
    throw new Error(`the text of campaign ${campaignId} has no way out`);
  }
  const tags = tagsOf(template);
  const used = new Set(fieldTagsOf(template));
  const ownValues = fieldReader(
    row.merge_fields.filter(({ tag }) => used.has(tag)),
    { country: row.country, timeZone: row.time_zone },
  );
  // As long as everybody's own, which are made when the text is.
  const discount = keptDiscount.parse(row.discount);
  const made = exampleMade(template, row.link_domain, discount && sampleDiscountCode(discount.prefix));
  const reference = formatReference(BigInt(campaignId), ORDINAL_MAX);
  const countries = new Map<string, CountryRules>();
  const rulesOf = (country: string): CountryRules => {
    const known = countries.get(country);
    if (known !== undefined) {
      return known;
    }
    const sender = senderFor(row, country);
    const rules = {
      creditsPerPart: priceOf(PRICE_TABLE, country, row.country, row.today),
      allowed: row.allowed_countries?.includes(country) ?? true,
      sender,
      senderAllowed: senderAllowed(sender, country),
    };
    countries.set(country, rules);
    return rules;
  };
  let lastTaken: number | undefined;

  return {
    kind: 'rules',
    usesOwnTags: used.size > 0,
    content: row.content_version,
    audience: audienceSchema.parse(row.audience),
    template,
    judge(contact) {
      const country = contact.phone_country ?? '';
      const to = rulesOf(country);
      const { creditsPerPart } = to;
      const reason = excludeContact({
        consent: contact.consent,
        numberOptedOut: contact.number_opted_out === true,
        sentAfterAll: contact.earlier_state === 'sent_after_all',
        phone: contact.phone,
        phoneProblem: contact.phone_problem,
        creditsPerPart: to.creditsPerPart,
        countryAllowed: to.allowed,
        senderAllowed: to.senderAllowed,
      });
      if (reason !== undefined || contact.phone === null || creditsPerPart === undefined) {
        return { kind: 'excluded', reason: reason ?? 'no_number' };
      }
      if (contact.phone === lastTaken) {
        return { kind: 'excluded', reason: 'duplicate_number' };
      }
      const merge = pickValues(
        tags,
        { firstName: contact.first_name, lastName: contact.last_name, shopName: row.shop_name },
        used.size > 0 ? ownValues(contact.own) : null,
      );
      const rendered = renderTemplate(template, merge ?? {}, made);
      if (!rendered.ok) {
        return { kind: 'excluded', reason: 'missing_value' };
      }
      const parts = partsOf(rendered.text);
      const credits = parts * creditsPerPart;
      const tooMuch = excludeText({ parts, credits }, { maxCreditsPerText: row.max_credits_per_text });
      if (tooMuch !== undefined) {
        return { kind: 'excluded', reason: tooMuch };
      }
      lastTaken = contact.phone;
      const size = Buffer.byteLength(
        bulkMessageJson({
          trafficAccountId: env.MITTO_TRAFFIC_ACCOUNT_ID,
          destination: `+${contact.phone}`,
          reference,
          sms: { text: rendered.text, sender: to.sender },
        }),
      );
      const usesFallback = needsFallback(template, merge ?? {});
      return { kind: 'recipient', phone: contact.phone, country, parts, credits, merge, size, usesFallback };
    },
  };
}
