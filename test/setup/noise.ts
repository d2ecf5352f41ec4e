import { afterEach, beforeEach } from 'vitest';
import { NoiseTrap } from '../support/noise.ts';

const trap = new NoiseTrap();
const hear = (...parts: unknown[]) => trap.hear(...parts);

/** Says that the running test writes to console.error or console.warn on purpose; it fails if it doesn't. */
export function expectNoise(pattern: RegExp): void {
  trap.expect(pattern);
}

Object.assign(console, { error: hear, warn: hear });

beforeEach(() => {
  // A test before this one may have put its own in place.
  Object.assign(console, { error: hear, warn: hear });
});

afterEach(() => {
  const problem = trap.settle();
  if (problem !== undefined) {
    throw new Error(problem);
  }
});
