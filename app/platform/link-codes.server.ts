import { HIGH_BITS, LOW_BITS, packLink, readCode, unpackLink, writeCode } from '../core/links/link-code.ts';
import { bookKey } from './book-key.server.ts';
import { KeyedPermutation } from './keyed-permutation.ts';

let linkNames: Promise<KeyedPermutation> | undefined;

/**
 * What one link is called in the texts of the given recipients (by ordinal), in their order. Unguessable, different for
 * every link and recipient, and made again at any time: nothing of it is stored.
 */
export async function sealLinks(linkId: number, ordinals: readonly number[]): Promise<string[]> {
  const pairs = { high: new Uint32Array(ordinals.length), low: new Uint32Array(ordinals.length) };
  for (const [i, ordinal] of ordinals.entries()) {
    const { high, low } = packLink(linkId, ordinal);
    pairs.high[i] = high;
    pairs.low[i] = low;
  }
  (await links()).forward(pairs);
  return ordinals.map((_, i) => writeCode({ high: pairs.high[i] ?? 0, low: pairs.low[i] ?? 0 }));
}

/**
 * The link and the recipient that a code names; undefined when it is not a code. Nearly every code that somebody makes up
 * names a link that does not exist: look it up.
 */
export async function openLink(code: string): Promise<{ linkId: number; ordinal: number } | undefined> {
  const halves = readCode(code);
  if (halves === undefined) {
    return undefined;
  }
  const pairs = { high: Uint32Array.of(halves.high), low: Uint32Array.of(halves.low) };
  (await links()).backward(pairs);
  return unpackLink({ high: pairs.high[0] ?? 0, low: pairs.low[0] ?? 0 });
}

/**
 * A keyed bijection on the whole numbers below 2^bits (20 to 52), another one for each purpose and tweak, in the order
 * given.
 */
export async function sealNumbers(
  purpose: string,
  tweak: number,
  numbers: readonly number[],
  bits: number,
): Promise<number[]> {
  const lowBits = Math.floor(bits / 2);
  const permutation = new KeyedPermutation(await bookKey('codes'), purpose, {
    high: bits - lowBits,
    low: lowBits,
  });
  const pairs = {
    high: Uint32Array.from(numbers, (number) => Math.floor(number / 2 ** lowBits)),
    low: Uint32Array.from(numbers, (number) => number % 2 ** lowBits),
  };
  permutation.forward(pairs, BigInt(tweak));
  return numbers.map((_, i) => (pairs.high[i] ?? 0) * 2 ** lowBits + (pairs.low[i] ?? 0));
}

function links(): Promise<KeyedPermutation> {
  if (linkNames === undefined) {
    linkNames = bookKey('codes').then(
      (key) => new KeyedPermutation(key, 'links', { high: HIGH_BITS, low: LOW_BITS }),
    );
    linkNames.catch(() => {
      linkNames = undefined;
    });
  }
  return linkNames;
}
