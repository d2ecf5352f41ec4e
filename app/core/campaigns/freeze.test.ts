import { expect, test } from 'vitest';
import { type Candidate, excludeContact, excludeText, PARTS_MAX } from './freeze.ts';

const textable: Candidate = {
  consent: 'subscribed',
  numberOptedOut: false,
  sentAfterAll: false,
  phone: 306_900_000_001,
  phoneProblem: null,
  creditsPerPart: 1,
  countryAllowed: true,
  senderAllowed: true,
};

test('somebody who said yes and has a mobile in a country with a price is texted', () => {
  expect(excludeContact(textable)).toBeUndefined();
});

test.each<[Partial<Candidate>, string]>([
  [{ consent: 'unsubscribed' }, 'opted_out'],
  [{ numberOptedOut: true }, 'opted_out'],
  [{ sentAfterAll: true, phone: null }, 'sent_after_all'],
  [{ phone: null, phoneProblem: 'landline' }, 'landline'],
  [{ phone: null, phoneProblem: 'impossible_number' }, 'impossible_number'],
  [{ phone: null, phoneProblem: 'not_a_mobile' }, 'not_a_mobile'],
  [{ phone: null }, 'no_number'],
  [{ consent: 'pending' }, 'pending_confirmation'],
  [{ consent: 'never' }, 'never_asked'],
  [{ creditsPerPart: undefined }, 'country_not_supported'],
  [{ creditsPerPart: undefined, countryAllowed: false }, 'country_not_supported'],
  [{ countryAllowed: false, senderAllowed: false }, 'country_not_allowed'],
  [{ senderAllowed: false }, 'sender_not_allowed'],
])('%o is left out as %s', (changes, reason) => {
  expect(excludeContact({ ...textable, ...changes })).toBe(reason);
});

test('a no comes before every other reason', () => {
  expect(
    excludeContact({ ...textable, consent: 'unsubscribed', phone: null, creditsPerPart: undefined }),
  ).toBe('opted_out');
});

test('a text is left out above the parts that carriers take, and above what the shop pays for one', () => {
  const noLimit = { maxCreditsPerText: null };
  expect(excludeText({ parts: PARTS_MAX, credits: 40 }, noLimit)).toBeUndefined();
  expect(excludeText({ parts: PARTS_MAX + 1, credits: 11 }, noLimit)).toBe('text_too_long');
  expect(excludeText({ parts: 2, credits: 4 }, { maxCreditsPerText: 4 })).toBeUndefined();
  expect(excludeText({ parts: 2, credits: 5 }, { maxCreditsPerText: 4 })).toBe('above_price_limit');
});
