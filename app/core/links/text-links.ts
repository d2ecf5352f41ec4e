/** A web address in a text; `index` counts UTF-16 code units. */
export type TextLink = { index: number; length: number; destination: string };
export type LinkProblem = { index: number; message: string };

export const DESTINATION_MAX = 2_000;

// Up to what people do not mean to be part of an address: quotation marks, dashes, emoji, invisible and full-width signs. A
// brace would be half a merge tag. What a browser would carry along would lead nowhere.
const ADDRESS =
  /(?<![0-9A-Za-z])(?:https?:\/\/|www\.)(?:(?![\u2010-\u2027\u2030-\u205e\u3000-\u303f\uff00-\uffef]|\p{Cf}|\p{Variation_Selector}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator})[^\s<>"{}«»‹›])*/giu;
// A comma or an exclamation mark and then a letter that is no Latin one: the sentence goes on without a blank.
const SENTENCE = /[,;!:]\P{ASCII}/u;
// What ends a sentence, closes a bracket or a mark-up around the address, and is not part of it.
const TRAILING = new Set(".,!?;:)]'*|^`\\…·");
// They may end an address, unless it is between two of them.
const PAIRED = new Set('_~-+=');
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const TOP_LABEL = /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * The web addresses of a piece of text, in order, and what is wrong with those that are none. An address without a scheme
 * must begin with "www."; what else looks like a domain is the merchant's words.
 */
export function findLinks(text: string): { links: TextLink[]; problems: LinkProblem[] } {
  const links: TextLink[] = [];
  const problems: LinkProblem[] = [];
  for (const match of text.matchAll(ADDRESS)) {
    const written = trimmed(match[0].split(SENTENCE, 1)[0] ?? '', text[match.index - 1] ?? '');
    const read = readAddress(written);
    if ('message' in read) {
      problems.push({ index: match.index, message: read.message });
    } else {
      links.push({ index: match.index, length: written.length, destination: read.destination });
    }
  }
  return { links, problems };
}

/** Whether somebody on the way can read and change what an address leads to. */
export const isInsecure = (destination: string): boolean => /^http:/i.test(destination);

/** Exactly what was written, when it is a web address; only a missing scheme is added. */
function readAddress(written: string): { destination: string } | { message: string } {
  const destination = /^https?:/i.test(written) ? written : `https://${written}`;
  const shown = written.length > 60 ? `${written.slice(0, 60)}…` : written;
  if (destination.length > DESTINATION_MAX) {
    return { message: `"${shown}" is too long for a link: at most ${DESTINATION_MAX} characters.` };
  }
  const url = URL.canParse(destination) ? new URL(destination) : undefined;
  if (url === undefined || !isHost(url.hostname)) {
    return { message: `"${shown}" is not a web address. Write it as in https://myshop.com/sale.` };
  }
  return url.username === '' && url.password === ''
    ? { destination }
    : { message: `"${shown}" has a user name or a password in it, which everybody would get.` };
}

/** Keeps a closing bracket that an opening one in the address asks for, as addresses of encyclopedias have. */
function trimmed(written: string, before: string): string {
  let end = written.length;
  // A pattern that is tied to the end is tried at each place where it could begin.
  while (end > 0 && isBehind(written[end - 1] ?? '', before)) {
    end -= 1;
  }
  const cut = written.slice(0, end);
  const lost = written.slice(cut.length);
  return lost.startsWith(')') && cut.includes('(') && !cut.includes(')') ? `${cut})` : cut;
}

const isBehind = (sign: string, before: string): boolean =>
  TRAILING.has(sign) || (PAIRED.has(sign) && sign === before);

function isHost(name: string): boolean {
  const labels = name.split('.');
  return (
    name.length >= 4 &&
    name.length <= 253 &&
    labels.length >= 2 &&
    TOP_LABEL.test(labels.at(-1) ?? '') &&
    labels.every((label) => LABEL.test(label))
  );
}
