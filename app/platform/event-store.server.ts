import { createHash } from 'node:crypto';
import { type AnyEvent, type EventOf, parseEvent, schemaVersionOf } from '../core/events.ts';
import { type Category, categories, type Stream, streamName } from '../core/streams.ts';
import type { Queryable, Transaction } from './database.server.ts';

/** Events for one stream. `expected`: the version it must have; left out, the events go to its end. */
export type StreamAppend = { stream: Stream; expected?: number; events: AnyEvent[] };

/** Who asked, once: the same id with the same input gets the first outcome again. */
export type Command = { id: string; input: unknown; outcome: unknown };

export type AppendResult =
  | { kind: 'appended'; position: number; versions: number[] }
  | { kind: 'repeated'; outcome: unknown }
  /** The id was used for something else: the caller's mistake or an attack. */
  | { kind: 'command_reused' }
  | { kind: 'conflict'; versions: number[] };

/** Ties a category's stream to its own events, for the compiler. */
export function toStream<C extends Category>(
  stream: Stream<C>,
  events: EventOf<C>[],
  expected?: number,
): StreamAppend {
  return { stream, events: events as AnyEvent[], ...(expected === undefined ? {} : { expected }) };
}

/**
 * Appends to any number of streams in one round trip (append_events in prisma/migrations). Nothing is written unless
 * the result is 'appended'.
 *
 * DANGER: takes the lane locks of its categories and holds them until COMMIT. Call it last in the transaction.
 */
export async function append(
  tx: Transaction,
  appends: StreamAppend[],
  command?: Command,
): Promise<AppendResult> {
  const ordered = mergeStreams(appends).sort(byStream);
  const ofStream: number[] = [];
  const types: string[] = [];
  const schemaVersions: number[] = [];
  const data: string[] = [];
  ordered.forEach((one, index) => {
    for (const event of one.events) {
      ofStream.push(index + 1);
      types.push(event.type);
      schemaVersions.push(schemaVersionOf(event.type));
      data.push(JSON.stringify(event.data));
    }
  });
  const { rows } = await tx.query<{
    result: AppendResult['kind'];
    last_position: number;
    versions: number[];
    outcome: unknown;
  }>({
    name: 'append_events',
    text: `SELECT * FROM append_events(
             $1::uuid, $2::bytea, $3::jsonb,
             $4::smallint[], $5::bigint[], $6::bigint[], $7::integer[], $8::integer[],
             $9::integer[], $10::text, $11::smallint[], $12::text)`,
    values: [
      command?.id ?? null,
      command === undefined ? null : hashOf(command.input),
      command === undefined ? null : JSON.stringify(command.outcome),
      ordered.map((one) => categories[one.stream.category]),
      ordered.map((one) => one.stream.shopId),
      ordered.map((one) => one.stream.key),
      ordered.map((one) => one.stream.part),
      ordered.map((one) => (one.stream.category === 'delivery' ? -1 : (one.expected ?? null))),
      ofStream,
      types.join(','),
      schemaVersions,
      // JSON.stringify writes every line break as an escape.
      data.join('\n'),
    ],
  });
  const row = rows[0];
  if (row === undefined) {
    throw new Error('append_events returned no row');
  }
  switch (row.result) {
    case 'appended':
      return { kind: 'appended', position: row.last_position, versions: row.versions };
    case 'conflict':
      return { kind: 'conflict', versions: row.versions };
    case 'repeated':
      return { kind: 'repeated', outcome: row.outcome };
    default:
      return { kind: 'command_reused' };
  }
}

/** As `append`, where a conflict is impossible because the caller holds the row that the stream belongs to. */
export async function appendLocked(tx: Transaction, appends: StreamAppend[]): Promise<number> {
  const result = await append(tx, appends);
  if (result.kind !== 'appended') {
    throw new Error(`append under a row lock ended as ${result.kind}: a writer does not take the lock`);
  }
  return result.position;
}

export type Recorded<E> = { event: E; position: number; version: number | null; at: Date };

/** All events of one stream, oldest first, lifted to their current shape. */
export async function readStream<C extends Category>(
  db: Queryable,
  stream: Stream<C>,
): Promise<Recorded<EventOf<C>>[]> {
  const { rows } = await db.query<{
    type: string;
    schema_version: number;
    data: Record<string, unknown>;
    position: number;
    stream_version: number | null;
    recorded_at: Date;
  }>(
    `SELECT type, schema_version, data, position, stream_version, recorded_at
     FROM event
     WHERE category = $1 AND shop_id = $2 AND stream_key = $3 AND stream_part = $4
     ORDER BY position`,
    [categories[stream.category], stream.shopId, stream.key, stream.part],
  );
  return rows.map((row) => ({
    event: parseEvent(stream.category, {
      type: row.type,
      schemaVersion: row.schema_version,
      data: row.data,
    }),
    position: row.position,
    version: row.stream_version,
    at: row.recorded_at,
  }));
}

/** Each stream once, its events in the order given; the first expected version is the one that counts. */
function mergeStreams(appends: StreamAppend[]): StreamAppend[] {
  const byName = new Map<string, StreamAppend>();
  for (const one of appends.filter(({ events }) => events.length > 0)) {
    const name = `${one.stream.shopId} ${streamName(one.stream)}`;
    const before = byName.get(name);
    byName.set(name, before === undefined ? one : { ...before, events: [...before.events, ...one.events] });
  }
  return [...byName.values()];
}

/** One order for everybody, so that two writers never wait for each other crosswise. */
function byStream(a: StreamAppend, b: StreamAppend): number {
  return (
    categories[a.stream.category] - categories[b.stream.category] ||
    a.stream.shopId - b.stream.shopId ||
    a.stream.key - b.stream.key ||
    a.stream.part - b.stream.part
  );
}

/** Hash of an input whose keys come in any order. */
function hashOf(input: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  }
  return value;
}
