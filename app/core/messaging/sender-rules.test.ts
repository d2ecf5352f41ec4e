import { expect, test } from 'vitest';
import { senderAllowed, senderRules } from './sender-rules.ts';

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
  expect(senderRules('MyShop', ['GR', 'IT', 'US'])).toEqual({ refused: ['US'], registered: ['IT'] });
  expect(senderRules('306912345678', ['GR', 'IT', 'US'])).toEqual({ refused: [], registered: [] });
});
