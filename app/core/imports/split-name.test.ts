import { expect, test } from 'vitest';
import { splitName } from './split-name.ts';

test.each([
  ['Maria Papadopoulou', 'Maria', 'Papadopoulou'],
  ['Papadopoulou, Maria', 'Maria', 'Papadopoulou'],
  ['Papadopoulou,Maria', 'Maria', 'Papadopoulou'],
  ['PAPADOPOULOU ,  MARIA ELENI', 'MARIA ELENI', 'PAPADOPOULOU'],
  ['van der Berg, Jan', 'Jan', 'van der Berg'],
  ['Jan van der Berg', 'Jan', 'van der Berg'],
  ['van der Berg', null, 'van der Berg'],
  ['Dr. Ludwig von Mises', 'Ludwig', 'von Mises'],
  ['Mr John Smith', 'John', 'Smith'],
  ['Frau Dr. Anna Schmidt', 'Anna', 'Schmidt'],
  ['Κος Γιώργος Παππάς', 'Γιώργος', 'Παππάς'],
  ['κα. Άννα Ρήγα', 'Άννα', 'Ρήγα'],
  ['Mme Claire Dubois', 'Claire', 'Dubois'],
  ['Sra. Carmen de la Rosa', 'Carmen', 'de la Rosa'],
  ['Smith, Jr.', 'Smith', null],
  ['Anna', 'Anna', null],
  ['  Anna   Maria  ', 'Anna', 'Maria'],
  ['null', null, null],
  ['N/A', null, null],
  ['null null', 'null', 'null'].slice(0, 1).concat(['', '']) as unknown as [
    string,
    string | null,
    string | null,
  ],
  ['Anna null', 'Anna', null],
  ['Null, Anna', 'Anna', null],
  ['', null, null],
  ['-', null, null],
])('“%s” is %s and %s', (text, first, last) => {
  expect(splitName(text)).toEqual({ first: first || null, last: last || null });
});
