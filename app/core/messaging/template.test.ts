import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTemplate } from './parse-template.ts';
import { renderTemplate, type Template } from './template.ts';

function template(text: string): Template {
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.problems));
  }
  return parsed.template;
}

const made = { links: ['x.gr/0123456789', 'x.gr/abcdefghij'], discountCode: 'MAY-1' };
const render = (text: string, values: Record<string, string | undefined> = {}) =>
  renderTemplate(template(text), values, made);
const problems = (text: string) => {
  const parsed = parseTemplate(text);
  return parsed.ok ? [] : parsed.problems.map(({ kind, index }) => [kind, index]);
};

describe('rendering', () => {
  test.each([
    ['a text without tags', 'Hello', {}, 'Hello'],
    ['an empty text', '', {}, ''],
    ['a tag', 'Hi {{ first_name }}!', { first_name: 'Maria' }, 'Hi Maria!'],
    ['a tag without spaces', 'Hi {{first_name}}!', { first_name: 'Maria' }, 'Hi Maria!'],
    ['a tag in capitals', 'Hi {{ FIRST_NAME }}!', { first_name: 'Maria' }, 'Hi Maria!'],
    [
      'all tags',
      '{{ first_name }} {{ last_name }}, {{ shop_name }}',
      { first_name: 'A', last_name: 'B', shop_name: 'C' },
      'A B, C',
    ],
    ['the same tag twice', '{{ first_name }} {{ first_name }}', { first_name: 'A' }, 'A A'],
    ['a fallback that is not needed', 'Hi {{ first_name | "there" }}!', { first_name: 'Maria' }, 'Hi Maria!'],
    ['a fallback', 'Hi {{ first_name | "there" }}!', {}, 'Hi there!'],
    ['a fallback for white space', 'Hi {{ first_name | "there" }}!', { first_name: ' \u00a0' }, 'Hi there!'],
    ['a fallback in single quotes', "Hi {{ first_name|'there' }}!", {}, 'Hi there!'],
    ['a fallback in curly quotes', 'Hi {{ first_name | “there” }}!', {}, 'Hi there!'],
    ['a fallback in Greek quotes', 'Γεια {{ first_name | «σου» }}!', {}, 'Γεια σου!'],
    ['a fallback as Liquid writes it', 'Hi {{ first_name | default: "there" }}!', {}, 'Hi there!'],
    ['a fallback with an apostrophe', `Hi {{ first_name | "y'all" }}!`, {}, "Hi y'all!"],
    ['an empty fallback', 'Hi{{ first_name | "" }}!', {}, 'Hi!'],
    ['single braces that are no tag', 'a {b} } {', {}, 'a {b} } {'],
    ['a link of the shop', '{{ shop_name }}', { shop_name: 'shop.gr' }, 'shop.gr'],
    ['a value that is cleaned', 'Hi {{ first_name }}', { first_name: '{{x}}\nevil.com' }, 'Hi x evil com'],
  ])('%s', (_, text, values, expected) => {
    expect(render(text, values)).toEqual({ ok: true, text: expected });
  });

  test('a tag without value and fallback makes the text unsendable, and is named', () => {
    expect(render('Hi {{ first_name | "x" }} {{ last_name }}')).toEqual({ ok: false, missing: 'last_name' });
    expect(render('Hi {{ first_name }}', { first_name: '\u202e ' })).toEqual({
      ok: false,
      missing: 'first_name',
    });
    expect(render('Hi {{ first_name }}', { first_name: undefined })).toEqual({
      ok: false,
      missing: 'first_name',
    });
  });

  test('values come only from the tag’s own name', () => {
    expect(renderTemplate(template('{{ first_name | "x" }}'), Object.create({}), made)).toEqual({
      ok: true,
      text: 'x',
    });
  });

  test('two values, or a dot and a value, never join into a link', () => {
    const evil = { first_name: 'evil.', last_name: 'com' };
    expect(render('{{ first_name }}{{ last_name }}', evil)).toMatchObject({ text: 'evil. com' });
    expect(render('{{ first_name }}.{{ last_name }}', evil)).toMatchObject({ text: 'evil.. com' });
    expect(render('Hello.{{ last_name }}', evil)).toMatchObject({ text: 'Hello. com' });
    expect(render('{{ first_name }}is', evil)).toMatchObject({ text: 'evilis' });
    expect(render('{{ first_name }}is', { first_name: 'evil.b.' })).toMatchObject({ text: 'evil bis' });
    expect(render('{{ first_name }}s', { first_name: 'evil.i' })).toMatchObject({ text: 'evil is' });
  });
});

describe('links and what else is made for everybody', () => {
  test.each([
    ['a web address', 'See https://shop.gr/a?b=c.', 'See x.gr/0123456789.'],
    ['the way out', 'Stop: {{ opt_out_link }}', 'Stop: x.gr/0123456789'],
    ['both', 'https://shop.gr {{ opt_out_link }}', 'x.gr/0123456789 x.gr/abcdefghij'],
    ['a code', 'Use {{ discount_code }}!', 'Use MAY-1!'],
    ['a letter before a link', 'Stop{{ opt_out_link }}', 'Stop x.gr/0123456789'],
    ['a letter behind a link', '{{ opt_out_link }}now', 'x.gr/0123456789 now'],
    ['a slash behind a link', '{{ opt_out_link }}/x', 'x.gr/0123456789 /x'],
    ['a name behind a link', '{{ opt_out_link }}{{ first_name }}', 'x.gr/0123456789 Maria'],
    ['a shop behind a link', '{{ opt_out_link }}{{ shop_name }}', 'x.gr/0123456789 My'],
    ['a name before a link', '{{ first_name }}{{ opt_out_link }}', 'Maria x.gr/0123456789'],
    ['a code behind a link', '{{ opt_out_link }}{{ discount_code }}', 'x.gr/0123456789 MAY-1'],
    ['brackets around a link', '({{ opt_out_link }})', '(x.gr/0123456789)'],
  ])('%s', (_, text, expected) => {
    expect(render(text, { first_name: 'Maria', shop_name: 'My' })).toEqual({ ok: true, text: expected });
  });

  test('the links of a text are known in their order', () => {
    expect(template('{{ opt_out_link }} www.shop.gr https://b.gr').links).toEqual([
      { kind: 'opt_out' },
      { kind: 'url', destination: 'https://www.shop.gr' },
      { kind: 'url', destination: 'https://b.gr' },
    ]);
  });

  test('a text whose link or code was not made is not rendered', () => {
    const parsed = template('{{ opt_out_link }}');
    expect(renderTemplate(parsed, {}, { links: [] })).toEqual({ ok: false, missing: 'link' });
    expect(renderTemplate(template('{{ discount_code }}'), {}, { links: [] })).toEqual({
      ok: false,
      missing: 'discount_code',
    });
  });

  test('nothing that a customer is called becomes a link', () => {
    expect(render('Hi {{ first_name }}', { first_name: 'https://evil.com' })).toEqual({
      ok: true,
      text: 'Hi https evil com',
    });
  });
});

describe('problems', () => {
  test.each([
    ['an unknown tag', 'Hi {{ nickname }}', [['unknown_tag', 3]]],
    ['an empty tag', 'Hi {{ }}', [['unknown_tag', 3]]],
    ['three braces', '{{{ first_name }}}', [['unknown_tag', 0]]],
    ['a tag that is never closed', 'Hi {{ first_name', [['unclosed', 3]]],
    ['a tag closed with one brace', 'Hi {{ first_name }, {{ last_name }}', [['unclosed', 3]]],
    ['a tag opened with one brace', 'Hi { first_name }}', [['unopened', 16]]],
    ['a tag in single braces', 'Hi {first_name}', [['single_braces', 3]]],
    ['braces that meet across an empty fallback', 'a}{{ first_name | "" }}}', [['unopened', 23]]],
    ['a fallback without quotes', '{{ first_name | there }}', [['bad_fallback', 0]]],
    ['a fallback that is not closed', '{{ first_name | "there }}', [['bad_fallback', 0]]],
    ['a bar and nothing', '{{ first_name | }}', [['bad_fallback', 0]]],
    ['a fallback with a line break', '{{ first_name | "a\nb" }}', [['bad_fallback', 0]]],
    ['a fallback with a brace', '{{ first_name | "a}b" }}', [['bad_fallback', 0]]],
    ['a fallback of 61 characters', `{{ first_name | "${'a'.repeat(61)}" }}`, [['bad_fallback', 0]]],
    ['Liquid that is more than a tag', '{{ first_name | upcase }}', [['bad_fallback', 0]]],
    ['a stray end', 'a }} b', [['unopened', 2]]],
    ['what is no web address', 'See https://shop', [['bad_link', 4]]],
    ['a tag inside a web address', 'https://shop.gr/{{ first_name }}', [['tag_in_link', 0]]],
    ['two ways out', '{{ opt_out_link }} {{ opt_out_link }}', [['two_opt_outs', 19]]],
    ['a fallback for what everybody has', '{{ discount_code | "x" }}', [['bad_fallback', 0]]],
    [
      'several, in their order',
      '{{ a }} {{ b }} {{',
      [
        ['unknown_tag', 0],
        ['unknown_tag', 8],
        ['unclosed', 16],
      ],
    ],
    [
      'a name from Object',
      '{{ constructor }} {{ __proto__ }}',
      [
        ['unknown_tag', 0],
        ['unknown_tag', 18],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('an unknown tag that is nearly a known one is told which', () => {
    expect(parseTemplate('{{ customer.firstName }}')).toMatchObject({
      problems: [{ message: 'There is no merge tag "customer.firstName". Did you mean {{ first_name }}?' }],
    });
    expect(parseTemplate('{{ city }}')).toMatchObject({
      problems: [
        {
          message: expect.stringContaining(
            '{{ first_name }}, {{ last_name }}, {{ shop_name }}, {{ discount_code }}, {{ opt_out_link }}',
          ),
        },
      ],
    });
  });
});

test('whatever the text and the values, nothing with {{ or }} is ever produced', () => {
  const text = fc
    .array(
      fc.constantFrom(
        '{{',
        '}}',
        '{',
        '}',
        ' ',
        'a',
        '.',
        'first_name',
        '{{ first_name }}',
        '{{last_name|""}}',
        '{{ shop_name | "x" }}',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));
  const value = fc.option(
    fc.array(fc.constantFrom('{', '}', 'a', '.', '\u200d', '\u202e')).map((c) => c.join('')),
    {
      nil: undefined,
    },
  );
  fc.assert(
    fc.property(text, value, value, value, (t, first_name, last_name, shop_name) => {
      const parsed = parseTemplate(t);
      if (!parsed.ok) {
        return (
          parsed.problems.length > 0 && parsed.problems.every(({ index }) => index >= 0 && index < t.length)
        );
      }
      const rendered = renderTemplate(parsed.template, { first_name, last_name, shop_name }, made);
      return !rendered.ok || !/\{\{|\}\}/.test(rendered.text);
    }),
    { numRuns: 5000 },
  );
});
