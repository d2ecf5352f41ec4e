import { performance } from 'node:perf_hooks';

export type StoredSegment = { id: string; name: string; query: string; lastEditDate: string };
export type Snapshot = {
  id: string;
  segmentQuery: string;
  /** Ids of customers, in order; made when it is done. */
  members: string[] | undefined;
  dueMs: number;
};

const FIRST: readonly { number: string; name: string; query: string }[] = [
  { number: '1001', name: 'SMS subscribers', query: "sms_subscription_status = 'SUBSCRIBED'" },
  { number: '1002', name: 'VIP customers', query: "customer_tags CONTAINS 'vip'" },
  { number: '1003', name: 'Newsletter readers', query: "customer_tags CONTAINS 'newsletter'" },
  { number: '1004', name: 'Athens', query: "customer_tags CONTAINS 'athens'" },
  { number: '1005', name: 'Cyprus', query: "customer_countries CONTAINS 'CY'" },
  { number: '1006', name: 'Ordered five times or more', query: 'number_of_orders >= 5' },
];

/** The segments of one shop, and the snapshots of their members that the app has asked for. */
export class SegmentBook {
  /** How long a snapshot takes to be made. */
  snapshotMs = 0;
  /** So many members of a snapshot are counted and not handed out, as when they are deleted meanwhile. */
  missing = 0;
  readonly #segments = new Map<string, StoredSegment>(
    FIRST.map(({ number, name, query }) => [
      segmentId(number),
      { id: segmentId(number), name, query, lastEditDate: '2026-09-01T09:00:00Z' },
    ]),
  );
  readonly #snapshots = new Map<string, Snapshot>();
  #lastId = 1_000_000_000;

  list(): StoredSegment[] {
    return [...this.#segments.values()];
  }

  get(id: string): StoredSegment | undefined {
    return this.#segments.get(id);
  }

  /** Makes a segment or changes it, as the merchant does in Shopify. */
  put(number: string, name: string, query: string, now: Date): StoredSegment {
    const segment = { id: segmentId(number), name, query, lastEditDate: now.toISOString() };
    this.#segments.set(segment.id, segment);
    return segment;
  }

  delete(number: string): void {
    this.#segments.delete(segmentId(number));
  }

  snapshot(segmentQuery: string): Snapshot {
    this.#lastId += 1;
    const snapshot: Snapshot = {
      id: `gid://shopify/CustomerSegmentMembersQuery/${this.#lastId}`,
      segmentQuery,
      members: undefined,
      dueMs: performance.now() + this.snapshotMs,
    };
    this.#snapshots.set(snapshot.id, snapshot);
    return snapshot;
  }

  /** A snapshot by its id; who is in it is settled the first time that it is asked for when it is due. */
  snapshotOf(id: string, membersOf: (segmentQuery: string) => string[]): Snapshot | undefined {
    const snapshot = this.#snapshots.get(id);
    if (snapshot !== undefined && snapshot.members === undefined && performance.now() >= snapshot.dueMs) {
      snapshot.members = membersOf(snapshot.segmentQuery);
    }
    return snapshot;
  }

  forgetSnapshots(): void {
    this.#snapshots.clear();
  }
}

export const segmentId = (number: string): string => `gid://shopify/Segment/${number}`;
