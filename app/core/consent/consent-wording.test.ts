import { expect, test } from 'vitest';
import { NO_WORDING, wordingProblems } from './consent-wording.ts';

type Shop = Parameters<typeof wordingProblems>[1];
const shop: Shop = {
  sender: 'Kafeneio',
  optOutLine: 'Stop: {{ opt_out_link }}',
  linkDomain: 'sms.example.com',
};
const wording = { ...NO_WORDING, text: 'Yes, text me offers.', doubleOptIn: true };
const fieldsOf = (changes: Partial<typeof wording>, of: Shop = shop) =>
  wordingProblems({ ...wording, ...changes }, of).map(({ field }) => field);

test('the confirmation that every shop begins with can be used', () => {
  expect(wordingProblems(wording, shop)).toEqual([]);
});

test('without double opt-in nothing of it is asked for', () => {
  expect(fieldsOf({ doubleOptIn: false, text: '', confirmation: '' }, { ...shop, sender: null })).toEqual([]);
});

test('who is asked twice must know what to, and the text needs a sender', () => {
  expect(fieldsOf({ text: '' })).toEqual(['text']);
  expect(fieldsOf({}, { ...shop, sender: null })).toEqual(['doubleOptIn']);
});

test.each([
  ['nothing', ''],
  ['no link', 'Do you want our texts?'],
  ['two of them', 'Yes: {{ opt_out_link }} No: {{ opt_out_link }}'],
  ['a web address beside it', 'See https://example.com and say yes: {{ opt_out_link }}'],
  ['a discount code', '{{ discount_code }} for a yes: {{ opt_out_link }}'],
  ['a tag that does not exist', 'Hi {{ name }}: {{ opt_out_link }}'],
])('a confirmation with %s is refused', (_, confirmation) => {
  expect(fieldsOf({ confirmation })[0]).toBe('confirmation');
});
