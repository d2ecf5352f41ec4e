import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { ContactEvent } from '../../app/core/events.ts';
import { contactStream } from '../../app/core/streams.ts';
import { type Figure, median, perSecond } from './figure.ts';

const EVENTS = 5_000;
const ROUNDS = 9;

/** 5,000 events a call, against COPY of as many rows into the same table with the same indexes. */
export async function append(): Promise<Figure[]> {
  return [await appendTo(50), await appendTo(EVENTS)];
}

async function appendTo(streams: number): Promise<Figure> {
  const { pool, withTransaction } = await import('../../app/platform/database.server.ts');
  const store = await import('../../app/platform/event-store.server.ts');
  const event: ContactEvent = {
    type: 'ConsentGiven',
    data: { source: 'shopify', level: 'SINGLE_OPT_IN', wording: null, at: '2026-11-24T10:00:00.000Z' },
  };
  const batch = Array.from({ length: EVENTS / streams }, () => event);
  const appended: number[] = [];
  const copied: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    await withTransaction((tx) =>
      store.append(
        tx,
        Array.from({ length: streams }, (_, i) =>
          store.toStream(contactStream(streams, round * EVENTS + i + 1), batch),
        ),
      ),
    );
    appended.push(perSecond(EVENTS, performance.now() - started));
    copied.push(await copy(round));
  }
  return {
    bench: 'append',
    what: `5,000 events of ${streams.toLocaleString('en-GB')} streams a call`,
    value: median(appended),
    unit: 'events/s',
    limit: median(copied),
  };

  async function copy(round: number): Promise<number> {
    const started = performance.now();
    await withTransaction(async (tx) => {
      const stream = tx.query(
        copyFrom(
          'COPY event (category, position, shop_id, stream_key, stream_version, schema_version, type, data) FROM STDIN',
        ),
      );
      const { rows } = await pool.query<{ at: number }>(
        `SELECT setval('event_position', nextval('event_position') + ${EVENTS}) - ${EVENTS} AS at`,
      );
      const first = rows[0]?.at ?? 0;
      const data = JSON.stringify(event.data);
      stream.end(
        Array.from(
          { length: EVENTS },
          (_, i) =>
            `4\t${first + i}\t${streams + 1}\t${round * EVENTS + i + 1}\t1\t1\t${event.type}\t${data}\n`,
        ).join(''),
      );
      await finished(stream);
    });
    return perSecond(EVENTS, performance.now() - started);
  }
}
