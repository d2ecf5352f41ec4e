/**
 * A throw of the dice that depends on its arguments alone: the same seed, customer and question always give the
 * same number. Unlike a sequence of random numbers it can be asked about customer 900,000 without walking
 * through the 899,999 before.
 */
export interface Dice {
  /** A whole number from 0 to `sides - 1`. `question` keeps two throws for one customer apart. */
  throw(question: string, sides: number): number;
  /** One of `choices`. */
  pick<T>(question: string, choices: readonly [T, ...T[]]): T;
}

/** The dice of customer number `n` in the shop made with `seed`. */
export function diceFor(seed: number, n: number): Dice {
  const start = mix(mix(seed >>> 0) ^ (n >>> 0));
  const throwDice = (question: string, sides: number): number => {
    let state = start;
    for (let i = 0; i < question.length; i += 1) {
      state = mix(state ^ question.charCodeAt(i));
    }
    return state % sides;
  };
  return {
    throw: throwDice,
    pick: (question, choices) => choices[throwDice(question, choices.length)] ?? choices[0],
  };
}

/** The 32-bit finalizer of MurmurHash3 (public domain, Austin Appleby), with an offset so that 0 is not fixed. */
function mix(value: number): number {
  let h = (value + 0x9e3779b9) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
