import { expect, test } from 'vitest';
import { expectNoise } from '../setup/noise.ts';
import { NoiseTrap } from './noise.ts';

test('a quiet test has nothing to settle', () => {
  expect(new NoiseTrap().settle()).toBeUndefined();
});

test('noise that nobody expects is told', () => {
  const trap = new NoiseTrap();
  trap.hear('a key is missing in %s', 'the list');
  expect(trap.settle()).toContain('a key is missing in the list');
});

test('expected noise is let through, and only that', () => {
  const trap = new NoiseTrap();
  trap.expect(/missing/);
  trap.hear('a key is missing');
  expect(trap.settle()).toBeUndefined();
  trap.hear('a key is missing');
  expect(trap.settle()).toContain('a key is missing');
});

test('expected noise that never came is told', () => {
  const trap = new NoiseTrap();
  trap.expect(/missing/);
  expect(trap.settle()).toBe('Expected on the console, but not seen: /missing/');
});

test('the console of a test is the trap', () => {
  expectNoise(/on purpose/);
  // biome-ignore lint/suspicious/noConsole: this is what is tested
  console.warn('on purpose');
});
