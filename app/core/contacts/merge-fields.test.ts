import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTemplate } from '../messaging/parse-template.ts';
import { renderTemplate } from '../messaging/template.ts';
import { fieldReader, mergeFieldProblem, metafieldsOf } from './merge-fields.ts';

const fields = [
  { tag: 'town', source: 'city' },
  { tag: 'orders', source: 'order_count' },
  { tag: 'paid', source: 'spent' },
  { tag: 'last', source: 'last_order' },
  { tag: 'birthday', source: 'custom.birthday' },
];
const own = fields.map(({ tag }) => tag);
const made = { links: [] };

function template(text: string) {
  const parsed = parseTemplate(text, own);
  if (!parsed.ok) {
    throw new Error(parsed.problems[0]?.message);
  }
  return parsed.template;
}

test('every source is told as it stands in a text, days as the shop writes them', () => {
  const read = fieldReader(fields, { country: 'GR', timeZone: 'Europe/Athens' });
  const values = read({
    fields: { city: 'Χανιά', 'custom.birthday': '1990-05-17', 'custom.other': 'never asked for' },
    order_count: 3,
    spent: '1234.5',
    last_order_at: '2026-11-23T22:30:00Z',
  });
  expect(values).toEqual({
    town: 'Χανιά',
    orders: '3',
    paid: '1234.50',
    last: '24/11/2026',
    birthday: '1990-05-17',
  });
  const text = template('{{ town }} {{ orders }} {{ paid }} {{ LAST }} {{ birthday | "-" }}');
  expect(renderTemplate(text, values, made)).toEqual({
    ok: true,
    text: 'Χανιά 3 1234.50 24/11/2026 1990-05-17',
  });
});

test('what a customer does not have is the fallback, or named', () => {
  const values = fieldReader(fields, { country: 'GR', timeZone: 'UTC' })({
    fields: {},
    order_count: 0,
    spent: null,
    last_order_at: null,
  });
  expect(renderTemplate(template('In {{ town | "your town" }}'), values, made)).toMatchObject({
    text: 'In your town',
  });
  expect(renderTemplate(template('In {{ town }}'), values, made)).toEqual({ ok: false, missing: 'town' });
});

test('a tag that is not the shop’s is named, and so is one with single braces', () => {
  expect(parseTemplate('{{ town }}')).toMatchObject({ ok: false, problems: [{ kind: 'unknown_tag' }] });
  expect(parseTemplate('{ town }', own)).toMatchObject({ ok: false, problems: [{ kind: 'single_braces' }] });
});

test('no value of a field adds a tag or a link to a text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (value) => {
      for (const given of [value, `{{ ${value} }}`, `https://${value}.com/x`, `evil.com ${value}`]) {
        const rendered = renderTemplate(template('[{{ town | "-" }}]'), { town: given }, made);
        const text = rendered.ok ? rendered.text : '';
        expect(text).not.toMatch(/\{\{|\}\}|:\/\/|\p{L}\.\p{L}{2}/u);
        expect(parseTemplate(text)).toMatchObject({ ok: true, template: { slots: [] } });
      }
    }),
  );
});

test.each([
  ['City', 'city', /small letters/],
  ['first_name', 'city', /is a tag already/],
  ['constructor', 'city', /is a tag already/],
  ['birthday', 'birthday', /namespace\.key/],
  ['birthday', 'custom.b"day', /namespace\.key/],
])('a tag %s from %s is refused in words', (tag, source, message) => {
  expect(mergeFieldProblem({ tag, source }, [{ tag, source }])).toMatch(message);
});

test('a name is taken once, and each metafield is asked for once', () => {
  const twice = [...fields, { tag: 'town', source: 'custom.birthday' }];
  expect(mergeFieldProblem({ tag: 'town', source: 'city' }, twice)).toMatch(/twice/);
  expect(metafieldsOf(twice)).toEqual([{ namespace: 'custom', key: 'birthday' }]);
});
