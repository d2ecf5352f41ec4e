import type { MergeTag, Template } from './template.ts';

/** The values of one person that a text uses; kept with her row, so that her text can be made again byte for byte. */
export type MergeValues = Partial<Record<MergeTag, string>>;

/** The tags that a template uses, each once. */
export function tagsOf(template: Template): MergeTag[] {
  return [...new Set(template.slots.map((slot) => slot.tag))];
}

/** Only what the text uses is kept: less personal data, and nothing at all for a text without tags. */
export function pickValues(
  tags: readonly MergeTag[],
  person: { firstName: string | null; lastName: string | null; shopName: string },
): MergeValues | null {
  if (tags.length === 0) {
    return null;
  }
  const values: MergeValues = {};
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
