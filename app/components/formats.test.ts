import { expect, test } from 'vitest';
import { countryName, credits, formatDateTime, formatShare, people } from './formats.ts';

test('a share that is not nothing and not everything never reads as 0% or 100%', () => {
  expect(formatShare(1, 100_000)).toBe('0.1%');
  expect(formatShare(99_999, 100_000)).toBe('99.9%');
  expect(formatShare(0, 10)).toBe('0%');
  expect(formatShare(10, 10)).toBe('100%');
  expect(formatShare(0, 0)).toBe('–');
});

test('a time is told on the shop’s clocks', () => {
  expect(formatDateTime('2026-11-24T22:30:00Z', 'Europe/Athens')).toBe('25 Nov 2026, 00:30');
});

test('one is one and many are many', () => {
  expect(people(1)).toBe('1 person');
  expect(people(2041)).toBe('2,041 people');
  expect(credits(0)).toBe('0 credits');
});

test('a code that is no country stays as it is', () => {
  expect(countryName('GR')).toBe('Greece');
  expect(countryName('001')).toBe('001');
});
