import { expect, test } from 'vitest';
import { parseTemplate } from './parse-template.ts';
import { pickValues, tagsOf } from './personalise.ts';
import { renderTemplate } from './template.ts';

const person = { firstName: 'Ελένη', lastName: null, shopName: 'Kafeneio' };

function tagsIn(text: string) {
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    throw new Error('the text of the test cannot be read');
  }
  return tagsOf(parsed.template);
}

test('each tag of a text is named once', () => {
  expect(tagsIn('{{ first_name | "you" }}, {{ first_name | "you" }} at {{ shop_name }}')).toEqual([
    'first_name',
    'shop_name',
  ]);
});

test('only what the text uses is kept of a person', () => {
  expect(pickValues(['first_name'], person)).toEqual({ first_name: 'Ελένη' });
  expect(pickValues(['first_name', 'shop_name'], person)).toEqual({
    first_name: 'Ελένη',
    shop_name: 'Kafeneio',
  });
});

test('a text without tags keeps nothing of anybody', () => {
  expect(pickValues([], person)).toBeNull();
});

test('a missing or empty value is not kept, so that the fallback stands in', () => {
  expect(pickValues(['last_name'], person)).toEqual({});
  expect(pickValues(['first_name'], { ...person, firstName: '' })).toEqual({});
});

test('what is kept renders the same text again', () => {
  const parsed = parseTemplate('Hi {{ first_name | "you" }} {{ last_name | "!" }}');
  const values = pickValues(['first_name', 'last_name'], person);
  const again = JSON.parse(JSON.stringify(values));
  expect(parsed.ok && renderTemplate(parsed.template, again, { links: [] })).toEqual({
    ok: true,
    text: 'Hi Ελένη !',
  });
});
