/**
 * What web and workers are started with, as in package.json's `start:*`. V8 would let the young generation grow to three times
 * 32 MB before it clears it away, and the old one to twice what is alive and as far as the machine's memory reaches: texts that
 * are long sent, and what strangers have posted. With these a process stays below 300 MB whatever is sent to it; what it needs
 * at once is less than half of the bound.
 */
export const boundedHeap = [
  '--max-semi-space-size=4',
  '--max-old-space-size=152',
  '--heap-growing-percent=30',
] as const;

/**
 * Variables for the same, which glibc reads when a process starts: what was freed goes back to the system instead of being kept
 * for the next flood, in one arena instead of one for each thread.
 */
export const boundedMemory = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const;

/** The simulator of Mitto keeps every text of a measurement. */
export const simulatorHeap = ['--max-semi-space-size=8', '--max-old-space-size=224'] as const;
