/**
 * What web and workers are started with, as in package.json's `start:*`: V8 would let its young generation grow to
 * three times 32 MB before it clears it away, a hundred megabytes of texts that are long sent.
 */
export const appNodeFlags = ['--max-semi-space-size=8'] as const;
