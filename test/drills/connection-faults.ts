import { below, chance, type Random } from '../simulators/mitto/random.ts';

/** The two directions of a connection, named by what flows there. */
export type Side = 'requests' | 'answers';
export type Protocol = 'postgres' | 'http';

/** What befalls one connection; `after` counts the bytes that pass before it, on that side. */
export type ConnectionFault =
  /** Everything arrives, later. */
  | { kind: 'delay'; ms: number }
  /** Both ends see the connection end: with a reset, or as if the other had closed it. */
  | { kind: 'cut'; side: Side; after: number; how: 'reset' | 'close' }
  /** One direction ends and the other goes on. */
  | { kind: 'half-close'; side: Side; after: number }
  /**
   * Bytes are written over so that nobody can take them for what was said: never text for other text, which only
   * somebody hostile could do below TCP's checksums and TLS.
   */
  | { kind: 'garble'; side: Side; after: number }
  /** Nothing comes through any more. When the fault is over the bytes come after all, or the connection is reset. */
  | { kind: 'blackhole'; side: Side; after: number; ends: 'late' | 'reset' };

const kinds = ['delay', 'cut', 'cut', 'half-close', 'garble', 'blackhole'] as const;

/** The fault of one connection, undefined for a sound one. */
export function chooseFault(random: Random, protocol: Protocol, share: number): ConnectionFault | undefined {
  if (!chance(random, share)) {
    return undefined;
  }
  const kind = kinds[below(random, kinds.length)] ?? 'cut';
  const side: Side = chance(random, 0.5) ? 'requests' : 'answers';
  const after = chooseAfter(random, protocol, side);
  switch (kind) {
    case 'delay':
      // Longer than the call's time-out now and then: the answer comes when nobody waits for it.
      return { kind, ms: protocol === 'http' ? below(random, 2_000) : 5 + below(random, 60) };
    case 'cut':
      return { kind, side, after, how: chance(random, 0.5) ? 'reset' : 'close' };
    case 'blackhole':
      return { kind, side, after, ends: chance(random, 0.5) ? 'late' : 'reset' };
    default:
      return { kind, side, after };
  }
}

/** Within the head, within the body, or never reached: each order of magnitude gets its share. */
function chooseAfter(random: Random, protocol: Protocol, side: Side): number {
  const largest = protocol === 'postgres' ? 60_000 : side === 'requests' ? 25_000 : 12_000;
  return below(random, [300, 3_000, largest][below(random, 3)] ?? largest);
}
