import type { Template } from './template.ts';

/** Greek capitals that the 7-bit alphabet lacks, as the Latin ones that look the same. Γ Δ Θ Λ Ξ Π Σ Φ Ψ Ω it has. */
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map([
  ['Α', 'A'],
  ['Β', 'B'],
  ['Ε', 'E'],
  ['Ζ', 'Z'],
  ['Η', 'H'],
  ['Ι', 'I'],
  ['Κ', 'K'],
  ['Μ', 'M'],
  ['Ν', 'N'],
  ['Ο', 'O'],
  ['Ρ', 'P'],
  ['Τ', 'T'],
  ['Υ', 'Y'],
  ['Χ', 'X'],
]);

// A Greek letter with whatever accents stand on it, composed or not.
const GREEK_LETTER = /[\p{Script=Greek}&&\p{L}]\p{M}*/gv;

/**
 * Greek in capitals without accents, in characters of the 7-bit alphabet (3GPP TS 23.038): more than twice as much of it
 * fits into a part. What is not Greek stays as it is, and doing it twice changes nothing more.
 */
export function greekCapitals(text: string): string {
  return text.replace(GREEK_LETTER, (letter) => {
    const bare = letter.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
    return [...bare].map((capital) => LOOKS_LIKE.get(capital) ?? capital).join('');
  });
}

/** Whether there is a Greek letter that `greekCapitals` would make cheaper. */
export const hasGreek = (text: string): boolean => greekCapitals(text) !== text;

/** A template whose texts are in Greek capitals: its words, its fallbacks, and the values that fill it. Links stay. */
export function inGreekCapitals(template: Template): Template {
  return {
    ...template,
    capitals: true,
    literals: template.literals.map(greekCapitals),
    slots: template.slots.map((slot) =>
      'fallback' in slot && slot.fallback !== undefined
        ? { ...slot, fallback: greekCapitals(slot.fallback) }
        : slot,
    ),
  };
}
