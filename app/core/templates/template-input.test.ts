import { expect, test } from 'vitest';
import { checkTemplate, type TemplateInput } from './template-input.ts';

const wording = { optOutLine: 'Stop: {{ opt_out_link }}', linkDomain: 'sms.shop.gr' };
const good: TemplateInput = { name: 'Sale', body: 'Hi {{ first_name | "there" }}, 20% off.' };
const told = (changes: Partial<TemplateInput>) =>
  checkTemplate({ ...good, ...changes }, wording).map(({ field, message }) => `${field}: ${message}`);

test('a template that can become a campaign has no problem', () => {
  expect(told({})).toEqual([]);
});

test('a template without a name or a text is told both', () => {
  expect(told({ name: ' ', body: '' })).toEqual([
    expect.stringMatching(/^name: Give the template a name/),
    expect.stringMatching(/^body: Write the text/),
  ]);
});

test('a name is at most 60 characters as people count them', () => {
  expect(told({ name: '🌞'.repeat(60) })).toEqual([]);
  expect(told({ name: '🌞'.repeat(61) })).toEqual([expect.stringContaining('60 characters')]);
});

test('a text is checked as a campaign’s: its merge tags and its length', () => {
  expect(told({ body: 'Hi {{ surname }}' })).toEqual([expect.stringContaining('"surname"')]);
  expect(told({ body: 'a'.repeat(1_600) })).toEqual([expect.stringMatching(/11 parts/)]);
});
