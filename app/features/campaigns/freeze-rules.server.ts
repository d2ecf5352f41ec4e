import { type Audience, audienceSchema, type ExclusionReason } from '../../core/campaigns/audience.ts';
import { excludeContact, excludeText } from '../../core/campaigns/freeze.ts';
import { PRICE_TABLE } from '../../core/credits/price-table.ts';
import { priceOf } from '../../core/credits/pricing.ts';
import { bulkMessageJson } from '../../core/messaging/bulk-request.ts';
import { partsOf } from '../../core/messaging/parts.ts';
import { type MergeValues, pickValues, tagsOf } from '../../core/messaging/personalise.ts';
import { formatReference } from '../../core/messaging/reference.ts';
import { parseTemplate, renderTemplate } from '../../core/messaging/template.ts';
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
  /** Bytes of her message in a bulk call, with the longest reference there can be. */
  size: number;
};
export type FreezeVerdict = FrozenRecipient | { kind: 'excluded'; reason: ExclusionReason };

export type FreezeRules = {
  content: number;
  audience: Audience;
  /** Called in the order of numbers: the second contact of one number is a duplicate. */
  judge(contact: AudienceRow): FreezeVerdict;
};

const ORDINAL_MAX = 2 ** 31 - 1;

/**
 * Everything that decides about a contact, read once: the words, the sender, the prices of today and the shop's
 * limits. Undefined when the campaign is not under review.
 */
export async function freezeRules(
  tx: Transaction,
  shopId: number,
  campaignId: number,
): Promise<FreezeRules | undefined> {
  const { rows } = await tx.query<{
    content_version: number;
    body: string;
    sender: string;
    audience: unknown;
    shop_name: string;
    country: string;
    max_credits_per_text: number | null;
    today: string;
  }>(
    `SELECT k.content_version, c.body, c.sender, c.audience, s.name AS shop_name, s.country,
            s.max_credits_per_text, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today
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
  const parsed = parseTemplate(row.body);
  if (!parsed.ok) {
    // Checked when it was saved.
    throw new Error(`the text of campaign ${campaignId} has merge tags that cannot be read`);
  }
  const { template } = parsed;
  const tags = tagsOf(template);
  const reference = formatReference(BigInt(campaignId), ORDINAL_MAX);
  const prices = new Map<string, number | undefined>();
  const priceTo = (country: string) => {
    if (!prices.has(country)) {
      prices.set(country, priceOf(PRICE_TABLE, country, row.country, row.today));
    }
    return prices.get(country);
  };
  let lastTaken: number | undefined;

  return {
    content: row.content_version,
    audience: audienceSchema.parse(row.audience),
    judge(contact) {
      const country = contact.phone_country ?? '';
      const creditsPerPart = priceTo(country);
      const reason = excludeContact({
        consent: contact.consent,
        numberOptedOut: contact.number_opted_out === true,
        sentAfterAll: contact.earlier_state === 'sent_after_all',
        phone: contact.phone,
        phoneProblem: contact.phone_problem,
        creditsPerPart,
      });
      if (reason !== undefined || contact.phone === null || creditsPerPart === undefined) {
        return { kind: 'excluded', reason: reason ?? 'no_number' };
      }
      if (contact.phone === lastTaken) {
        return { kind: 'excluded', reason: 'duplicate_number' };
      }
      const merge = pickValues(tags, {
        firstName: contact.first_name,
        lastName: contact.last_name,
        shopName: row.shop_name,
      });
      const rendered = renderTemplate(template, merge ?? {});
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
          sms: { text: rendered.text, sender: row.sender },
        }),
      );
      return { kind: 'recipient', phone: contact.phone, country, parts, credits, merge, size };
    },
  };
}
