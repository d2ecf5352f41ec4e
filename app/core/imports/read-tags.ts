/** Around a tag or a list of tags, as JSON, PostgreSQL and Mailchimp write them. */
const OPENING = '"\'“”„«‘[{(';
const CLOSING = '"\'“”«»’]})';

/**
 * The tags of a cell, each once: `VIP, Athens`, `"VIP","Athens"`, `["VIP","Athens"]`, `{VIP,Athens}`, `VIP|Athens`. A comma inside
 * quotation marks is part of its tag.
 */
export function readTags(cell: string): string[] {
  const list = unwrapped(cell.trim());
  const tags = split(list)
    .map((tag) => unquoted(tag.trim()))
    .filter((tag) => tag !== '');
  return [...new Set(tags)];
}

/** A list without the brackets around it. */
function unwrapped(text: string): string {
  const isList = /^[[{].*[\]}]$/s.test(text);
  return isList ? text.slice(1, -1) : text;
}

/** At commas, semicolons and bars that are in no quotation marks. */
function split(list: string): string[] {
  const tags: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < list.length; at += 1) {
    const sign = list[at] ?? '';
    if (sign === '"' && (quoted ? isEnd(list, at) : isBeginning(list, from, at))) {
      quoted = !quoted;
    } else if (!quoted && /[,;|]/.test(sign)) {
      tags.push(list.slice(from, at));
      from = at + 1;
    }
  }
  // A mark that nobody closes is a part of a tag (9" nails), and opens nothing.
  return quoted ? list.split(/[,;|]/) : [...tags, list.slice(from)];
}

const isBeginning = (list: string, from: number, at: number): boolean => list.slice(from, at).trim() === '';
const isEnd = (list: string, at: number): boolean => /^\s*($|[,;|])/.test(list.slice(at + 1, at + 20));

function unquoted(tag: string): string {
  const first = OPENING.indexOf(tag[0] ?? '');
  const last = CLOSING.includes(tag.at(-1) ?? ' ');
  return tag.length > 1 && first !== -1 && last
    ? tag.slice(1, -1).replaceAll('\\"', '"').replaceAll('""', '"').trim()
    : tag;
}
