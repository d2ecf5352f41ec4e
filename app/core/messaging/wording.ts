import type { MergeField } from '../contacts/merge-fields.ts';
import { EXAMPLE_LINK_CODE } from '../links/link-code.ts';
import { inGreekCapitals } from './greek-capitals.ts';
import { type OwnTags, parseTemplate } from './parse-template.ts';
import { hasOptOut } from './personalise.ts';
import type { Made, Template } from './template.ts';

/** What a shop adds to every text, and how its links begin. */
export type Wording = {
  /** The line with `{{ opt_out_link }}` that a text gets which has none of its own. */
  optOutLine: string;
  /** A host, with its port where that is not the usual one. */
  linkDomain: string;
  /** What the merchant has made tags of; none where it is left out. */
  mergeFields?: readonly MergeField[] | undefined;
};

/** The tags that a shop has beside everybody's. */
export const ownTagsOf = ({ mergeFields }: Pick<Wording, 'mergeFields'>): string[] =>
  (mergeFields ?? []).map(({ tag }) => tag);

/**
 * The whole text that is sent: what the merchant wrote, and the way out, unless she put it in herself. A text that cannot
 * be read yet is left alone.
 */
export function completeBody(body: string, optOutLine: string, own: OwnTags = []): string {
  const parsed = parseTemplate(body, own);
  return !parsed.ok || optOutLine === '' || hasOptOut(parsed.template)
    ? body
    : `${body.trimEnd()}\n${optOutLine}`;
}

/** Characters of the line that every text ends with: the merchant pays for it each time. */
const OPT_OUT_LINE_MAX = 80;

/** What is wrong with the line that is added to texts, in words for the merchant; undefined when it can be used. */
export function optOutLineProblem(line: string): string | undefined {
  const parsed = parseTemplate(line);
  if (!parsed.ok) {
    return parsed.problems[0]?.message;
  }
  if (!hasOptOut(parsed.template) || parsed.template.slots.length !== 1) {
    return 'Write {{ opt_out_link }} once in this line, and no other merge tag or web address.';
  }
  return line.length > OPT_OUT_LINE_MAX || /\p{Cc}/u.test(line)
    ? `Keep this to one line of at most ${OPT_OUT_LINE_MAX} characters.`
    : undefined;
}

const LINK_DOMAIN = /^(?=.{4,60}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/** Whether links of texts can begin with it: a name in small letters, without https:// and without a path. */
export const isLinkDomain = (text: string): boolean => LINK_DOMAIN.test(text);

/** The words of a campaign, as a template that everybody's text is made from; or what is wrong with them. */
export function readWords(
  words: { body: string; capitals: boolean },
  optOutLine: string,
  own: OwnTags = [],
): ReturnType<typeof parseTemplate> {
  const parsed = parseTemplate(completeBody(words.body, optOutLine, own), own);
  return parsed.ok && words.capitals ? { ok: true, template: inGreekCapitals(parsed.template) } : parsed;
}

/** A link as it stands in a text. Without a scheme, which phones do not need and the merchant would pay for. */
export const linkText = (linkDomain: string, code: string): string => `${linkDomain}/${code}`;

/** What is made for a person, with codes that are nobody's: as long as hers will be, so parts and prices are hers. */
export function exampleMade(template: Template, linkDomain: string, discountCode?: string): Made {
  return {
    links: template.links.map(() => linkText(linkDomain, EXAMPLE_LINK_CODE)),
    discountCode,
  };
}
