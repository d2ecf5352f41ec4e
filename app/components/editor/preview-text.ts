import { parseTemplate, renderTemplate } from '../../core/messaging/template.ts';
import { editorTexts as t } from '../texts/editor.ts';

/** A customer of the shop to preview the text as; only her name leaves the server. */
export type Sample = { firstName: string | null; lastName: string | null };

/** The text for one customer, by the same code that renders what is sent; or why she would get none. */
export function previewText(
  body: string,
  sample: Sample | undefined,
  shopName: string,
): { text: string } | { problem: string } {
  const parsed = parseTemplate(body);
  if (!parsed.ok) {
    return { problem: t.brokenTags };
  }
  const rendered = renderTemplate(parsed.template, {
    first_name: sample?.firstName ?? undefined,
    last_name: sample?.lastName ?? undefined,
    shop_name: shopName,
  });
  return rendered.ok ? { text: rendered.text } : { problem: t.leftOut(rendered.missing) };
}
