import { expect, test } from 'vitest';
import { countryRule, countrySenderProblem, senderAllowed, senderRules } from './sender-rules.ts';

test.each([
  ['MyShop', 'GR', true],
  ['MyShop', 'US', false],
  ['MyShop', 'CA', false],
  ['18005550100', 'US', true],
  ['MyShop', 'IT', true],
  ['My Shop', 'GR', false],
])('the sender "%s" to %s: %s', (sender, country, allowed) => {
  expect(senderAllowed(sender, country)).toBe(allowed);
});

test('a name is told where it is refused and where it must be registered, a number is not', () => {
  const rules = (sender: string) => senderRules({ sender, senders: {} }, ['GR', 'IT', 'US']);
  expect(rules('MyShop')).toEqual({ refused: ['US'], registered: ['IT'] });
  expect(rules('306912345678')).toEqual({ refused: [], registered: [] });
});

test('a country with a sender of its own is judged by that one', () => {
  const senders = { US: '18005550100', IT: '393331234567', ES: 'MiTienda' };
  expect(senderRules({ sender: 'MyShop', senders }, ['GR', 'IT', 'US', 'CA', 'ES'])).toEqual({
    refused: ['CA'],
    registered: ['ES'],
  });
});

test.each([
  ['MyShop', 'GR', undefined],
  ['+18005550100', 'US', undefined],
  ['MyShop', 'IT', undefined],
  ['MyShop', 'US', /refuse texts from a name\. Write a number instead of MyShop/],
  ['My', 'US', /too short/],
  ['', 'GR', /^Write the name or the number/],
  ['My☕Shop', 'GR', /neither/],
])('the sender "%s" for %s: %s', (sender, country, problem) => {
  const said = countrySenderProblem(sender, country);
  expect(said ?? '').toMatch(problem ?? /^$/);
});

test('each country says what it takes', () => {
  expect(['US', 'CA', 'PR', 'IT', 'GR'].map(countryRule)).toEqual([
    'numbers_only',
    'numbers_only',
    'numbers_only',
    'registered_names',
    'any_sender',
  ]);
});
