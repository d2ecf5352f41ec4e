import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greekCapitals, hasGreek, inGreekCapitals } from './greek-capitals.ts';
import { parseTemplate } from './parse-template.ts';
import { countParts } from './parts.ts';
import { renderTemplate } from './template.ts';

const ALPHABET = 'αβγδεζηθικλμνξοπρσςτυφχψω';
const ACCENTED = 'άέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫ';

test.each([
  ['Καλημέρα', 'KAΛHMEPA'],
  ['έκπτωση έως Κυριακή', 'EKΠTΩΣH EΩΣ KYPIAKH'],
  ['ΓΔΘΛΞΠΣΦΨΩ', 'ΓΔΘΛΞΠΣΦΨΩ'],
  ['ϊΐϋΰ', 'IIYY'],
  ['μαΐου 20%', 'MAIOY 20%'],
  ['Sale in Αθήνα: 5 €', 'Sale in AΘHNA: 5 €'],
  ['α\u0301', 'A'],
  ['ἀρχή', 'APXH'],
  ['café £5', 'café £5'],
  ['', ''],
])('"%s" becomes "%s"', (text, expected) => {
  expect(greekCapitals(text)).toBe(expected);
});

test('the whole Greek alphabet fits the 7-bit one afterwards', () => {
  const { encoding } = countParts(greekCapitals(ALPHABET + ALPHABET.toUpperCase() + ACCENTED));
  expect(encoding).toBe('GSM-7');
});

test('doing it twice changes nothing, and no text needs more parts than before', () => {
  const character = fc.constantFrom(...ALPHABET, ...ACCENTED, ' ', 'a', 'é', '🌞', '€');
  fc.assert(
    fc.property(fc.array(character, { maxLength: 200 }), (characters) => {
      const text = characters.join('');
      const capitals = greekCapitals(text);
      expect(greekCapitals(capitals)).toBe(capitals);
      expect(countParts(capitals).parts).toBeLessThanOrEqual(countParts(text).parts);
    }),
    { numRuns: 1_000 },
  );
});

test('only a text with Greek that costs more has something to gain', () => {
  expect(['Γεια', 'ΓΔ', 'Hello', ''].map(hasGreek)).toEqual([true, false, false, false]);
});

test('a name and a fallback are written in capitals too, a link is not', () => {
  const parsed = parseTemplate('Γεια {{ first_name | "φίλε" }}! https://shop.gr/νέα');
  const template = inGreekCapitals(parsed.ok ? parsed.template : { literals: [], slots: [], links: [] });
  const made = { links: ['x.gr/aB3dE6gH9k'] };
  expect(renderTemplate(template, { first_name: 'Ελένη' }, made)).toEqual({
    ok: true,
    text: 'ΓEIA EΛENH! x.gr/aB3dE6gH9k',
  });
  expect(renderTemplate(template, {}, made)).toMatchObject({ text: 'ΓEIA ΦIΛE! x.gr/aB3dE6gH9k' });
  expect(template.links).toEqual([{ kind: 'url', destination: 'https://shop.gr/νέα' }]);
});
