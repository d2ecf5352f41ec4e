import { describe, expect, test } from 'vitest';
import { countParts } from './parts.ts';

describe('parts are counted as carriers bill them', () => {
  test.each([
    ['an empty text', '', 1],
    ['160 GSM-7 characters', 'a'.repeat(160), 1],
    ['161 GSM-7 characters', 'a'.repeat(161), 2],
    ['two full GSM-7 parts', 'a'.repeat(306), 2],
    ['one more than two full GSM-7 parts', 'a'.repeat(307), 3],
    ['80 euro signs, which take two places each', '€'.repeat(80), 1],
    ['81 euro signs', '€'.repeat(81), 2],
    ['an escape sequence that would straddle two parts', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
    ['the same text with the euro sign one earlier', `${'a'.repeat(151)}€${'a'.repeat(153)}`, 2],
    ['accents that GSM-7 has', 'é'.repeat(160), 1],
    ['Greek capitals that GSM-7 has', 'Ω'.repeat(160), 1],
    ['70 characters of which one is not in GSM-7', `${'a'.repeat(69)}ς`, 1],
    ['71 characters of which one is not in GSM-7', `${'a'.repeat(70)}ς`, 2],
    ['a curly apostrophe', `${'a'.repeat(70)}’`, 2],
    ['two full UCS-2 parts', 'ά'.repeat(134), 2],
    ['one more than two full UCS-2 parts', 'ά'.repeat(135), 3],
    ['35 emoji, which take two places each', '😀'.repeat(35), 1],
    ['36 emoji', '😀'.repeat(36), 2],
    ['an emoji that would straddle two parts', `${'ά'.repeat(66)}😀${'ά'.repeat(66)}`, 3],
    ['the same text with the emoji one earlier', `${'ά'.repeat(65)}😀${'ά'.repeat(67)}`, 2],
    ['a lone half of a surrogate pair', `${'ά'.repeat(133)}\ud83d`, 2],
  ])('%s', (_, text, parts) => {
    expect(countParts(text)).toBe(parts);
  });
});
