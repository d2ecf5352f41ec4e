import { z } from 'zod';
import { usesDiscount } from '../../core/messaging/personalise.ts';
import { renderTemplate } from '../../core/messaging/template.ts';
import { linkText, readWords } from '../../core/messaging/wording.ts';
import { sealLinks } from '../../platform/link-codes.server.ts';
import { discountCodesFor } from '../discounts/discount-codes.server.ts';

/** The words of a campaign as they were frozen: everything that a text is made of but the person. */
export type FrozenWords = {
  shop_id: number;
  campaign_id: number;
  body: string;
  opt_out_line: string;
  link_domain: string;
  capitals: boolean;
  /** Of its links, in the order in which they stand in the text. */
  link_ids: number[];
};

/** The columns of FrozenWords, from `campaign_content c`. */
export const FROZEN_WORDS = `c.shop_id, c.campaign_id, c.body, c.opt_out_line, c.link_domain, c.capitals,
  ARRAY(SELECT l.id FROM campaign_link l
        WHERE l.shop_id = c.shop_id AND l.campaign_id = c.campaign_id AND l.version = c.version
        ORDER BY l.position) AS link_ids`;

/** The values of a recipient as the database keeps them. */
export const mergeOfRecipient = z.record(z.string(), z.string()).nullable();

/**
 * The texts of some recipients of one campaign, in their order: the one place where a text that is sent or was sent is
 * made, so that the review, the call and the story of a text show the same bytes. Undefined for somebody whose values
 * do not fill it (any more: they were erased).
 *
 * @throws when the words cannot be sent to anybody: they cannot be read, or a link of theirs was not made.
 */
export async function writeTexts(
  words: FrozenWords,
  recipients: readonly { ordinal: number; merge: Readonly<Record<string, string>> | null }[],
): Promise<(string | undefined)[]> {
  // Checked when they were frozen; the shop may have given up a tag since.
  const parsed = readWords(words, words.opt_out_line, 'frozen');
  if (!parsed.ok) {
    throw new Error('a frozen text has merge tags that cannot be read');
  }
  const { template } = parsed;
  if (template.links.length !== words.link_ids.length) {
    throw new Error(
      `a frozen text has ${template.links.length} links and ${words.link_ids.length} were made`,
    );
  }
  const ordinals = recipients.map(({ ordinal }) => ordinal);
  const codes = await Promise.all(words.link_ids.map((linkId) => sealLinks(linkId, ordinals)));
  const discountCodes = usesDiscount(template)
    ? await discountCodesFor(words.shop_id, words.campaign_id, ordinals)
    : undefined;
  return recipients.map(({ merge }, i) => {
    const rendered = renderTemplate(template, merge ?? {}, {
      links: codes.map((ofLink) => linkText(words.link_domain, ofLink[i] ?? '')),
      discountCode: discountCodes?.[i],
    });
    return rendered.ok ? rendered.text : undefined;
  });
}
