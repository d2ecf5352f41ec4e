import { expect, test } from 'vitest';
import { countriesBySender, senderFor, sendersByCountry, tidySenders } from './senders-by-country.ts';

const from = { sender: 'Kafeneio', senders: { CA: '18005550100', IT: 'KafeneioIT', US: '18005550100' } };

test.each([
  ['GR', 'Kafeneio'],
  ['US', '18005550100'],
  ['IT', 'KafeneioIT'],
  ['', 'Kafeneio'],
])('a text to %s is from %s', (country, sender) => {
  expect(senderFor(from, country)).toBe(sender);
});

test('countries are gathered by their sender, each once', () => {
  expect([...countriesBySender(from, ['GR', 'US', 'CY', 'CA', 'GR', 'IT'])]).toEqual([
    ['Kafeneio', ['GR', 'CY']],
    ['18005550100', ['US', 'CA']],
    ['KafeneioIT', ['IT']],
  ]);
});

test('senders are kept as the carrier takes them, in the order of their countries', () => {
  expect(Object.entries(tidySenders({ US: ' +18005550100', IT: 'KafeneioIT', CA: 'no sender' }))).toEqual([
    ['CA', 'no sender'],
    ['IT', 'KafeneioIT'],
    ['US', '18005550100'],
  ]);
});

test('what is no country is not read', () => {
  expect(sendersByCountry.safeParse({ us: 'Kafeneio' }).success).toBe(false);
  expect(sendersByCountry.safeParse({ USA: 'Kafeneio' }).success).toBe(false);
});
