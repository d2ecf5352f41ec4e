import { isFieldTag } from '../contacts/merge-fields.ts';
import { findLinks } from '../links/text-links.ts';
import { foreignPlaceholders } from './foreign-placeholders.ts';
import {
  MERGE_TAGS,
  type Slot,
  type Template,
  type TemplateLink,
  type TemplateProblem,
  type ValueTag,
} from './template.ts';

const FALLBACK_MAX = 60;
// `| "there"` is ours; `| default: "there"` is how Liquid and other SMS apps write it. Phones type curly quotes.
const FALLBACK = /^(?:default\s*:\s*)?(?:["“”„«]([^"“”„«»]*)["“”»]|['‘’]([^"“”„«»]*)['‘’])$/i;
/** The tags of a shop's own; of a text that was frozen, whatever they were called then. */
export type OwnTags = readonly string[] | 'frozen';

/**
 * Reads the merge tags of a text: `{{ first_name }}`, or with a fallback `{{ first_name | "there" }}`, and its web
 * addresses.
 *
 * Ours, though liquidjs exists: Liquid writes fallbacks another way, its loops and filters make a text longer than
 * was quoted, it prints nothing for an unknown tag unless told otherwise, and it knows nothing of names that carry
 * links. A few tags with one fallback need no language, and here nothing can run or be fetched.
 *
 * @param own the shop's own tags.
 */
export function parseTemplate(
  text: string,
  own: OwnTags = [],
): { ok: true; template: Template } | { ok: false; problems: TemplateProblem[] } {
  const single = singleBraces(text, own);
  const problems = [...single, ...(own === 'frozen' ? [] : foreign(text, single))];
  const made = new TemplateBuilder();
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
    const slot = parseSlot(text.slice(open + 2, close), open, glued, own);
    problems.push(...made.literal(text.slice(at, open), at, true));
    problems.push(...('kind' in slot ? [slot] : made.slot(slot, open)));
    at = close + 2;
  }
  problems.push(...unopened(text.slice(at), at));
  problems.push(...made.literal(text.slice(at), at, false));
  const template = made.template();
  // Two braces can meet across a tag that renders as nothing.
  if (problems.length === 0 && template.literals.join('').includes('}}')) {
    problems.push(...unopened('}}', text.indexOf('}}}') + 2));
  }
  problems.sort((a, b) => a.index - b.index);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, template };
}

/** Puts literals and slots together; web addresses in a literal become slots of their own. */
class TemplateBuilder {
  readonly #literals: string[] = [''];
  readonly #slots: Slot[] = [];
  readonly #links: TemplateLink[] = [];

  literal(text: string, at: number, tagFollows: boolean): TemplateProblem[] {
    const { links, problems } = findLinks(text);
    const found: TemplateProblem[] = problems.map(({ index, message }) => ({
      kind: 'bad_link',
      index: at + index,
      message,
    }));
    let from = 0;
    for (const { index, length, destination } of links) {
      if (tagFollows && index + length === text.length) {
        const message =
          'A merge tag can’t stand inside a web address: everybody’s link leads to the same place.';
        found.push({ kind: 'tag_in_link', index: at + index, message });
      }
      this.#add(text.slice(from, index));
      this.#link({ kind: 'url', destination });
      from = index + length;
    }
    this.#add(text.slice(from));
    return found;
  }

  slot(slot: ParsedSlot, at: number): TemplateProblem[] {
    if (slot.tag === 'opt_out_link') {
      if (this.#links.some(({ kind }) => kind === 'opt_out')) {
        return [{ kind: 'two_opt_outs', index: at, message: 'One {{ opt_out_link }} in a text is enough.' }];
      }
      this.#link({ kind: 'opt_out' });
      return [];
    }
    this.#end(
      (slot.tag !== 'shop_name' || this.#isAfterLink()) && this.#touches(/[.\u2024\u3002\uff0e\uff61]$/),
    );
    this.#slots.push(slot);
    this.#literals.push('');
    return [];
  }

  template(): Template {
    return { literals: this.#literals, slots: this.#slots, links: this.#links };
  }

  #link(link: TemplateLink): void {
    this.#end(this.#touches(/[\p{L}\p{N}.@/_-]$/u));
    this.#slots.push({ tag: 'link', position: this.#links.length });
    this.#literals.push('');
    this.#links.push(link);
  }

  /** What follows a link at once would be read as a part of it. */
  #add(text: string): void {
    this.#literals[this.#literals.length - 1] +=
      this.#isAfterLink() && /^[\p{L}\p{N}/?#&=@_-]/u.test(text) ? ` ${text}` : text;
  }

  /** Keeps what is printed next from completing a domain with what stands right before it. */
  #end(isTouching: boolean): void {
    if (isTouching) {
      this.#literals[this.#literals.length - 1] += ' ';
    }
  }

  #touches(end: RegExp): boolean {
    const last = this.#last();
    return last === '' ? this.#slots.length > 0 : end.test(last);
  }

  #isAfterLink(): boolean {
    return this.#slots.at(-1)?.tag === 'link' && this.#last() === '';
  }

  #last(): string {
    return this.#literals.at(-1) ?? '';
  }
}

type ParsedSlot = Exclude<Slot, { tag: 'link' }> | { readonly tag: 'opt_out_link' };

function parseSlot(
  inside: string,
  index: number,
  glued: boolean,
  own: OwnTags,
): ParsedSlot | TemplateProblem {
  const bar = inside.indexOf('|');
  const name = (bar === -1 ? inside : inside.slice(0, bar)).trim();
  const tag = MERGE_TAGS.find((known) => known === name.toLowerCase());
  if (tag === undefined) {
    const field = name.toLowerCase();
    return isFieldTag(field) && (own === 'frozen' || own.includes(field))
      ? withFallback({ tag: 'field', name: field }, field, inside, bar, index, glued)
      : { kind: 'unknown_tag', index, message: unknownTag(name, own) };
  }
  if (tag === 'discount_code' || tag === 'opt_out_link') {
    const message = `{{ ${tag} }} is made for everybody, so it needs nothing that stands in for it.`;
    return bar === -1 ? { tag } : { kind: 'bad_fallback', index, message };
  }
  return withFallback({ tag }, tag, inside, bar, index, glued);
}

function withFallback<Named extends { tag: ValueTag } | { tag: 'field'; name: string }>(
  named: Named,
  tag: string,
  inside: string,
  bar: number,
  index: number,
  glued: boolean,
): (Named & { fallback: string | undefined; glued: boolean }) | TemplateProblem {
  if (bar === -1) {
    return { ...named, fallback: undefined, glued };
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
  return { ...named, fallback, glued };
}

const namesOf = (own: OwnTags): string[] => [...MERGE_TAGS, ...(own === 'frozen' ? [] : own)];

function unknownTag(name: string, own: OwnTags): string {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const names = namesOf(own);
  const meant = names.find((tag) => letters(tag) !== '' && letters(name).endsWith(letters(tag)));
  const known = names.map((tag) => `{{ ${tag} }}`).join(', ');
  const hint = meant === undefined ? `There are: ${known}.` : `Did you mean {{ ${meant} }}?`;
  return name === '' ? `This merge tag is empty. ${hint}` : `There is no merge tag "${name}". ${hint}`;
}

function unopened(literal: string, at: number): TemplateProblem[] {
  const index = literal.indexOf('}}');
  return index === -1
    ? []
    : [{ kind: 'unopened', index: at + index, message: 'This }} has no {{ that opens it.' }];
}

/** Placeholders of other tools, but for our own names in single braces, which have been told of. */
function foreign(text: string, told: readonly TemplateProblem[]): TemplateProblem[] {
  return foreignPlaceholders(text)
    .filter(({ index }) => told.every((problem) => problem.index !== index))
    .map(({ index, written, ours }) => ({
      kind: 'foreign_placeholder',
      index,
      message: `"${written}" is a placeholder of another tool and would be sent as it stands. ${
        ours === '' ? 'Take it out.' : `Write ${ours} instead.`
      }`,
    }));
}

function singleBraces(text: string, own: OwnTags): TemplateProblem[] {
  const tagInOne = new RegExp(`(?<!\\{)\\{\\s*(${namesOf(own).join('|')})\\s*\\}(?!\\})`, 'gi');
  return [...text.matchAll(tagInOne)].map((match) => ({
    kind: 'single_braces',
    index: match.index,
    message: `A merge tag has two braces on each side: {{ ${match[1]} }}.`,
  }));
}
