import { type Discount, tidyDiscount } from '../../core/discounts/discount.ts';
import { sampleDiscountCode } from '../../core/discounts/discount-code.ts';
import { renderTemplate } from '../../core/messaging/template.ts';
import { exampleMade, ownTagsOf, readWords, type Wording } from '../../core/messaging/wording.ts';
import { editorTexts as t } from '../texts/editor.ts';

/** A customer of the shop to preview the text as; only her name and what the shop has made tags of leave the server. */
export type Sample = {
  id: number;
  firstName: string | null;
  lastName: string | null;
  /** The values of the shop's own tags. */
  fields?: Readonly<Record<string, string>> | undefined;
};

/** The shop whose text it is. */
export type PreviewShop = { name: string } & Wording;

/** The text for one customer, by the same code that renders what is sent; or why she would get none. */
export function previewText(
  body: string,
  sample: Omit<Sample, 'id'> | undefined,
  shop: PreviewShop,
  { discount, capitals = false }: { discount?: Discount | undefined; capitals?: boolean | undefined } = {},
): { text: string } | { problem: string } {
  const parsed = readWords({ body, capitals }, shop.optOutLine, ownTagsOf(shop));
  if (!parsed.ok) {
    return { problem: t.brokenTags };
  }
  const rendered = renderTemplate(
    parsed.template,
    {
      ...sample?.fields,
      first_name: sample?.firstName ?? undefined,
      last_name: sample?.lastName ?? undefined,
      shop_name: shop.name,
    },
    exampleMade(
      parsed.template,
      shop.linkDomain,
      discount && sampleDiscountCode(tidyDiscount(discount).prefix),
    ),
  );
  return rendered.ok ? { text: rendered.text } : { problem: t.leftOut(rendered.missing) };
}
