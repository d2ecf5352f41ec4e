import type { Suppression } from '../compliance/suppress-numbers.server.ts';

/** Suppressed numbers as the three arrays that judgedPeople takes. */
export function silencedArrays(silenced: ReadonlyMap<number, Suppression>): [number[], string[], Date[]] {
  const entries = [...silenced];
  return [
    entries.map(([phone]) => phone),
    entries.map(([, { reason }]) => reason),
    entries.map(([, { at }]) => at),
  ];
}
