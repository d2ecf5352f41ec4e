import { countParts, partsOf } from './parts.ts';

export type CheaperSpelling = { text: string; changes: { from: string; to: string; count: number }[] };

/** What word processors and phones put in, against what the 7-bit alphabet has. Letters are never exchanged. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ...spell("'", '‘’‚‛′`´‹›'),
  ...spell('"', '“”„‟″«»'),
  ...spell('-', '‐‑‒–—―−'),
  ...spell('...', '…'),
  ...spell(
    ' ',
    '\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000',
  ),
  ...spell('\n', '\u000b\u0085\u2028\u2029'),
  ...spell('', '\u00ad\u200b\u200e\u200f\u2060\ufeff'),
]);

// A joiner between other scripts or inside an emoji carries meaning; beside ASCII it is a leftover of copying.
const STRAY_JOINER = /(?<=^|\p{ASCII})[\u200c\u200d]|[\u200c\u200d](?=$|\p{ASCII})/u.source;
const DECOMPOSED = /\p{L}\p{M}+/u.source;
const DEAR = new RegExp(`${DECOMPOSED}|${STRAY_JOINER}|[${[...PLAIN.keys()].join('')}]`, 'gu');

/**
 * The same text in characters that cost less, and what was changed; the text itself when nothing is gained.
 * Where the text needs UCS-2 anyway (Greek, emoji), only what makes it shorter is changed: plain quotes would
 * change the merchant's words for no saving, and '...' would make it longer. Never more parts than before.
 */
export function cheaperSpelling(text: string): CheaperSpelling {
  const plain = respell(text, () => true);
  if (countParts(plain.text).encoding === 'GSM-7' && partsOf(plain.text) <= partsOf(text)) {
    return plain;
  }
  return respell(text, (from, to) => to.length < from.length);
}

function respell(text: string, worthIt: (from: string, to: string) => boolean): CheaperSpelling {
  const changes = new Map<string, { from: string; to: string; count: number }>();
  const respelled = text.replace(DEAR, (from) => {
    const to = PLAIN.get(from) ?? (/^[\u200c\u200d]$/.test(from) ? '' : from.normalize('NFC'));
    if (to === from || !worthIt(from, to)) {
      return from;
    }
    const change = changes.get(from) ?? { from, to, count: 0 };
    change.count += 1;
    changes.set(from, change);
    return to;
  });
  return { text: respelled, changes: [...changes.values()] };
}

function spell(to: string, from: string): [string, string][] {
  return [...from].map((character) => [character, to]);
}
