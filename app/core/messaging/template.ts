import { cleanMergeValue, cleanShopValue, withoutTrailingDots } from './merge-value.ts';

/** What a merchant can put into a text. A customer's own words are cleaned harder than the shop's. */
const CLEAN = { first_name: cleanMergeValue, last_name: cleanMergeValue, shop_name: cleanShopValue } as const;

export type MergeTag = keyof typeof CLEAN;
export const MERGE_TAGS: readonly MergeTag[] = ['first_name', 'last_name', 'shop_name'];

/**
 * A parsed text: literals[0], slot 0, literals[1], slot 1, ... `glued` marks a slot with a letter right behind it.
 * Plain data, so it may be kept or sent to the browser.
 */
export type Template = { readonly literals: readonly string[]; readonly slots: readonly Slot[] };
type Slot = { readonly tag: MergeTag; readonly fallback: string | undefined; readonly glued: boolean };

/** `index` counts UTF-16 code units, as the editor's selection does; `message` is for the merchant. */
export type TemplateProblem = {
  kind: 'unknown_tag' | 'unclosed' | 'unopened' | 'bad_fallback' | 'single_braces';
  index: number;
  message: string;
};

const FALLBACK_MAX = 60;
const KNOWN = MERGE_TAGS.map((tag) => `{{ ${tag} }}`).join(', ');
// `| "there"` is ours; `| default: "there"` is how Liquid and other SMS apps write it. Phones type curly quotes.
const FALLBACK = /^(?:default\s*:\s*)?(?:["“”„«]([^"“”„«»]*)["“”»]|['‘’]([^"“”„«»]*)['‘’])$/i;
const ONE_BRACE_TAG = new RegExp(`(?<!\\{)\\{\\s*(${MERGE_TAGS.join('|')})\\s*\\}(?!\\})`, 'gi');

/**
 * Reads the merge tags of a text: `{{ first_name }}`, or with a fallback `{{ first_name | "there" }}`.
 *
 * Ours, though liquidjs exists: Liquid writes fallbacks another way, its loops and filters make a text longer than
 * was quoted, it prints nothing for an unknown tag unless told otherwise, and it knows nothing of names that carry
 * links. Three tags with one fallback need no language, and here nothing can run or be fetched.
 */
export function parseTemplate(
  text: string,
): { ok: true; template: Template } | { ok: false; problems: TemplateProblem[] } {
  const problems = singleBraces(text);
  const literals: string[] = [];
  const slots: Slot[] = [];
  let at = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', at)) {
    const close = text.indexOf('}}', open + 2);
    const next = text.indexOf('{{', open + 2);
    problems.push(...unopened(text.slice(at, open), at));
    if (close === -1 || (next !== -1 && next < close)) {
      problems.push({ kind: 'unclosed', index: open, message: 'This {{ has no }} that closes it.' });
      at = next === -1 ? text.length : next;
      continue;
    }
    const glued = /^[\p{L}\p{N}]/u.test(text.slice(close + 2, close + 4));
    const slot = parseSlot(text.slice(open + 2, close), open, glued);
    if ('kind' in slot) {
      problems.push(slot);
    } else {
      literals.push(apart(text.slice(at, open), slot, slots.length === 0));
      slots.push(slot);
    }
    at = close + 2;
  }
  problems.push(...unopened(text.slice(at), at));
  literals.push(text.slice(at));
  // Two braces can meet across a tag that renders as nothing.
  if (problems.length === 0 && literals.join('').includes('}}')) {
    problems.push(...unopened('}}', text.indexOf('}}}') + 2));
  }
  problems.sort((a, b) => a.index - b.index);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, template: { literals, slots } };
}

/**
 * The text for one person. A tag whose value is missing (or has nothing printable in it) and that has no fallback
 * makes the text unsendable: it is named and nothing is rendered. Never gives a text that holds `{{` or `}}`.
 */
export function renderTemplate(
  template: Template,
  values: Readonly<Record<string, string | undefined>>,
): { ok: true; text: string } | { ok: false; missing: MergeTag } {
  let text = template.literals[0] ?? '';
  for (const [i, slot] of template.slots.entries()) {
    const given = values[slot.tag];
    const value = given === undefined ? '' : CLEAN[slot.tag](given);
    if (value !== '') {
      text += slot.glued ? withoutTrailingDots(value) : value;
    } else if (slot.fallback !== undefined) {
      text += slot.fallback;
    } else {
      return { ok: false, missing: slot.tag };
    }
    text += template.literals[i + 1] ?? '';
  }
  return { ok: true, text };
}

function parseSlot(inside: string, index: number, glued: boolean): Slot | TemplateProblem {
  const bar = inside.indexOf('|');
  const name = (bar === -1 ? inside : inside.slice(0, bar)).trim();
  const tag = MERGE_TAGS.find((known) => known === name.toLowerCase());
  if (tag === undefined) {
    return { kind: 'unknown_tag', index, message: unknownTag(name) };
  }
  if (bar === -1) {
    return { tag, fallback: undefined, glued };
  }
  const found = FALLBACK.exec(inside.slice(bar + 1).trim());
  const fallback = found?.[1] ?? found?.[2];
  if (fallback === undefined) {
    const message = `Write what stands in for a missing ${tag} in quotes: {{ ${tag} | "there" }}.`;
    return { kind: 'bad_fallback', index, message };
  }
  if (/[{}\p{Cc}\p{Cs}]/u.test(fallback) || fallback.length > FALLBACK_MAX) {
    const message = `What stands in for a missing ${tag} is at most ${FALLBACK_MAX} characters on one line, without braces.`;
    return { kind: 'bad_fallback', index, message };
  }
  return { tag, fallback, glued };
}

function unknownTag(name: string): string {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const meant = MERGE_TAGS.find((tag) => letters(name).endsWith(letters(tag)));
  const hint = meant === undefined ? `There are: ${KNOWN}.` : `Did you mean {{ ${meant} }}?`;
  return name === '' ? `This merge tag is empty. ${hint}` : `There is no merge tag "${name}". ${hint}`;
}

/** Keeps a customer's value from completing a domain with what stands right before it: a dot, or another value. */
function apart(literal: string, slot: Slot, first: boolean): string {
  const touches =
    slot.tag !== 'shop_name' && (literal === '' ? !first : /[.\u2024\u3002\uff0e\uff61]$/.test(literal));
  return touches ? `${literal} ` : literal;
}

function unopened(literal: string, at: number): TemplateProblem[] {
  const index = literal.indexOf('}}');
  return index === -1
    ? []
    : [{ kind: 'unopened', index: at + index, message: 'This }} has no {{ that opens it.' }];
}

function singleBraces(text: string): TemplateProblem[] {
  return [...text.matchAll(ONE_BRACE_TAG)].map((match) => ({
    kind: 'single_braces',
    index: match.index,
    message: `A merge tag has two braces on each side: {{ ${match[1]} }}.`,
  }));
}
