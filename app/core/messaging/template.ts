import { greekCapitals } from './greek-capitals.ts';
import { cleanFieldValue, cleanMergeValue, cleanShopValue, withoutTrailingDots } from './merge-value.ts';

/** What a merchant can put into a text about a person or the shop. A customer's own words are cleaned harder. */
const CLEAN = { first_name: cleanMergeValue, last_name: cleanMergeValue, shop_name: cleanShopValue } as const;

export type ValueTag = keyof typeof CLEAN;
/** What is made for each person: never missing, so it has no fallback. */
export type MadeTag = 'discount_code' | 'opt_out_link';
export type MergeTag = ValueTag | MadeTag;
export const VALUE_TAGS: readonly ValueTag[] = ['first_name', 'last_name', 'shop_name'];
export const MERGE_TAGS: readonly MergeTag[] = [...VALUE_TAGS, 'discount_code', 'opt_out_link'];

/**
 * A parsed text: literals[0], slot 0, literals[1], slot 1, ... A web address is a slot too: it becomes a link of ours.
 * `glued` marks a slot with a letter right behind it. Plain data, so it may be kept or sent to the browser.
 */
export type Template = {
  readonly literals: readonly string[];
  readonly slots: readonly Slot[];
  /** The links of the text in the order in which they stand: their place in it is what they are known by. */
  readonly links: readonly TemplateLink[];
  /** Greek is written in capitals without accents, in values too. */
  readonly capitals?: true;
};
export type TemplateLink =
  | { readonly kind: 'url'; readonly destination: string }
  | { readonly kind: 'opt_out' };
export type Slot =
  | { readonly tag: ValueTag; readonly fallback: string | undefined; readonly glued: boolean }
  /** A tag of the shop's own, under the name that the merchant gave it. */
  | {
      readonly tag: 'field';
      readonly name: string;
      readonly fallback: string | undefined;
      readonly glued: boolean;
    }
  | { readonly tag: 'discount_code' }
  | { readonly tag: 'link'; readonly position: number };

/** What is made for one person. `links`: as they are written in her text, by their place in it. */
export type Made = { readonly links: readonly string[]; readonly discountCode?: string | undefined };

/** `index` counts UTF-16 code units, as the editor's selection does; `message` is for the merchant. */
export type TemplateProblem = {
  kind:
    | 'unknown_tag'
    | 'unclosed'
    | 'unopened'
    | 'bad_fallback'
    | 'single_braces'
    | 'foreign_placeholder'
    | 'bad_link'
    | 'tag_in_link'
    | 'two_opt_outs';
  index: number;
  message: string;
};

/**
 * The text for one person. A tag whose value is missing (or has nothing printable in it) and that has no fallback
 * makes the text unsendable: it is named and nothing is rendered. Never gives a text that holds `{{` or `}}`.
 */
export function renderTemplate(
  template: Template,
  values: Readonly<Record<string, string | undefined>>,
  made: Made,
): { ok: true; text: string } | { ok: false; missing: string } {
  let text = template.literals[0] ?? '';
  for (const [i, slot] of template.slots.entries()) {
    const printed = printSlot(slot, values, made, template.capitals === true ? greekCapitals : asWritten);
    if (printed === undefined) {
      return { ok: false, missing: slot.tag === 'field' ? slot.name : slot.tag };
    }
    text += printed + (template.literals[i + 1] ?? '');
  }
  return { ok: true, text };
}

const asWritten = (value: string): string => value;

function printSlot(
  slot: Slot,
  values: Readonly<Record<string, string | undefined>>,
  made: Made,
  spell: (value: string) => string,
): string | undefined {
  switch (slot.tag) {
    case 'link':
      return made.links[slot.position];
    case 'discount_code':
      return made.discountCode;
    default: {
      const value = cleanValueOf(slot, values);
      return value === '' ? slot.fallback : spell(slot.glued ? withoutTrailingDots(value) : value);
    }
  }
}

type ValueSlot = Extract<Slot, { fallback: unknown }>;

/** Cleaned; '' when it is missing. */
function cleanValueOf(slot: ValueSlot, values: Readonly<Record<string, string | undefined>>): string {
  const given = values[slot.tag === 'field' ? slot.name : slot.tag];
  if (given === undefined) {
    return '';
  }
  return slot.tag === 'field' ? cleanFieldValue(given) : CLEAN[slot.tag](given);
}

/** Whether something stands in for a value that is missing, or that has nothing printable in it. */
export function needsFallback(
  { slots }: Template,
  values: Readonly<Record<string, string | undefined>>,
): boolean {
  return slots.some(
    (slot) => 'fallback' in slot && slot.fallback !== undefined && cleanValueOf(slot, values) === '',
  );
}
