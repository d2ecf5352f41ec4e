/**
 * What web, workers and the Mitto simulator are started with, as in package.json's `start:*`. V8 would let the young generation
 * grow to three times 32 MB before it clears it away, and the old one as far as the machine's memory reaches: texts that are
 * long sent. With these a worker that sends a million texts stays below 300 MB instead of 350, at the same speed; what it
 * needs at once is a tenth of the bound.
 */
export const boundedHeap = ['--max-semi-space-size=8', '--max-old-space-size=224'] as const;
