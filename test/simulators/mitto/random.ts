/** A stream of unsigned 32-bit integers. The same seed and stream always give the same numbers. */
export type Random = () => number;

const GOLDEN = 0x9e3779b9;

/** Scrambles 32 bits so that neighbouring numbers come out unrelated (the finaliser of MurmurHash3). */
export function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/**
 * The random numbers of one call. Seeded by the call's number rather than drawn from one long sequence,
 * so that a call behaves the same whatever ran beside it. (Mulberry32.)
 */
export function seededRandom(seed: number, stream: number): Random {
  let state = mix32(mix32(seed) ^ mix32(stream + GOLDEN));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return (x ^ (x >>> 14)) >>> 0;
  };
}

/** A number from 0 up to, but not including, 1. */
export const fraction = (random: Random): number => random() / 0x1_0000_0000;

/** An integer from 0 up to, but not including, `limit`. */
export const below = (random: Random, limit: number): number => Math.floor(fraction(random) * limit);

/** True with the given probability; draws nothing when the answer is certain. */
export const chance = (random: Random, probability: number): boolean =>
  probability >= 1 || (probability > 0 && fraction(random) < probability);
