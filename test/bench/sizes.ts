import type pg from 'pg';
import type { Figure } from './figure.ts';

/** Which facts a table holds; what is not named here is in "everything else". */
const kinds: Readonly<Record<string, string>> = {
  recipient: 'recipients',
  message: 'ids and states',
  event_send: 'events of sending',
  event_delivery: 'events of delivery',
};

/**
 * What the database keeps for each text, indexes included and told apart by what it is. Contacts are the shop's, not a
 * text's; partitions count as tables.
 */
export async function sizes(pool: pg.Pool, texts: number, when: string): Promise<Figure[]> {
  const { rows } = await pool.query<{ table: string; bytes: number }>(
    `SELECT relname AS table, pg_total_relation_size(oid) AS bytes FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'contact'`,
  );
  const perKind = new Map<string, number>();
  for (const { table, bytes } of rows) {
    const kind = kinds[table] ?? 'everything else';
    perKind.set(kind, (perKind.get(kind) ?? 0) + bytes);
  }
  const figure = (what: string, bytes: number): Figure => ({
    bench: 'size',
    what: `${when}: ${what}`,
    value: bytes / texts,
    unit: 'B/text',
  });
  return [
    ...[...perKind].sort(([, a], [, b]) => b - a).map(([kind, bytes]) => figure(kind, bytes)),
    figure(
      'all of it',
      rows.reduce((sum, { bytes }) => sum + bytes, 0),
    ),
  ];
}
