import type { ImportCounts } from './import-row.server.ts';

/** What a group of people adds to the counts; those of reading the file are counted elsewhere. */
export type PeopleCounts = Omit<ImportCounts, 'rows' | 'blank'>;

export function addCounts(before: ImportCounts, more: PeopleCounts): ImportCounts {
  const reasons = { ...before.reasons };
  for (const [reason, count] of Object.entries(more.reasons)) {
    // Object.entries forgets which keys an object can have.
    const known = reason as keyof typeof reasons;
    reasons[known] = (reasons[known] ?? 0) + count;
  }
  return {
    ...before,
    people: before.people + more.people,
    added: before.added + more.added,
    filled: before.filled + more.filled,
    same: before.same + more.same,
    opted_in: before.opted_in + more.opted_in,
    opted_out: before.opted_out + more.opted_out,
    joined: before.joined + more.joined,
    stays_in: before.stays_in + more.stays_in,
    stays_out: before.stays_out + more.stays_out,
    reasons,
  };
}
