import type { Template, ValueTag } from './template.ts';

/** The values of one person that a text uses; kept with her row, so that her text can be made again byte for byte. */
export type MergeValues = Partial<Record<string, string>>;

/** The tags of a template that are filled from what is known about a person or the shop, each once. */
export function tagsOf(template: Template): ValueTag[] {
  return [
    ...new Set(
      template.slots.flatMap((slot) =>
        slot.tag === 'link' || slot.tag === 'discount_code' || slot.tag === 'field' ? [] : [slot.tag],
      ),
    ),
  ];
}

/** The shop's own tags in a template, each once. */
export function fieldTagsOf(template: Template): string[] {
  return [...new Set(template.slots.flatMap((slot) => (slot.tag === 'field' ? [slot.name] : [])))];
}

/** Whether every text of it has a way out in it. */
export const hasOptOut = (template: Template): boolean =>
  template.links.some(({ kind }) => kind === 'opt_out');

export const usesDiscount = (template: Template): boolean =>
  template.slots.some((slot) => slot.tag === 'discount_code');

/** Only what the text uses is kept: less personal data, and nothing at all for a text without tags. */
export function pickValues(
  tags: readonly ValueTag[],
  person: { firstName: string | null; lastName: string | null; shopName: string },
  /** Of her own fields, those that stand in the text; null for a text without them. */
  own: Readonly<Record<string, string>> | null = null,
): MergeValues | null {
  if (tags.length === 0 && own === null) {
    return null;
  }
  const values: MergeValues = { ...own };
  for (const tag of tags) {
    const value = { first_name: person.firstName, last_name: person.lastName, shop_name: person.shopName }[
      tag
    ];
    if (value !== null && value !== '') {
      values[tag] = value;
    }
  }
  return values;
}
