import { type Cursor, type KeysetPage, pageOf, scanFor } from '../../core/keyset.ts';
import type { AccessKind } from '../../core/privacy/access.ts';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';

const SIZE = 50;

/** Where, of how many people a number or a name was shown, and whose if only of one. */
export type Access = {
  what: AccessKind;
  numbers: number;
  contactId?: number | null;
  /** A page that looks again by itself: the same numbers are not counted anew. */
  again?: boolean;
};

const open = new Set<Promise<void>>();

/**
 * Notes that customers’ numbers or names were shown or handed out. Nobody waits for it: the answer is worth
 * more than its note, and a failure is logged. What the same person looks at within a minute is one row.
 */
export function noteAccess(who: { shopId: number; actor: string }, access: Access): void {
  if (access.numbers === 0) {
    return;
  }
  const written = write(who, access)
    .catch((err: unknown) => {
      log.error(
        { err, shopId: who.shopId, what: access.what, numbers: access.numbers },
        'a look at customers could not be noted',
      );
    })
    .finally(() => open.delete(written));
  open.add(written);
}

type Shown = { phone?: string | null; name?: string; firstName?: string | null; lastName?: string | null };

/** How many of the rows of a page show somebody by number or name. */
export const shownPeople = (rows: readonly Shown[]): number =>
  rows.filter(({ phone, name, firstName, lastName }) =>
    [phone, name, firstName, lastName].some((shown) => shown !== undefined && shown !== null && shown !== ''),
  ).length;

/** Waits for what is being written. */
export async function drainAccesses(): Promise<void> {
  await Promise.all(open);
}

async function write(
  { shopId, actor }: { shopId: number; actor: string },
  { what, numbers, contactId, again }: Access,
): Promise<void> {
  await pool.query({
    name: 'note_access',
    text: `INSERT INTO access_log AS a (shop_id, minute, actor, what, contact_id, numbers)
           VALUES ($1, date_trunc('minute', now()), $2, $3, $4, $5)
           ON CONFLICT (shop_id, minute, actor, what, contact_id) DO UPDATE SET
             numbers = CASE WHEN $6 THEN greatest(a.numbers, excluded.numbers) ELSE a.numbers + excluded.numbers END`,
    values: [shopId, actor.slice(0, 100), what, contactId ?? 0, numbers, again ?? false],
  });
}

export type AccessItem = {
  id: number;
  minute: string;
  actor: string;
  what: AccessKind;
  /** Null: a list of many. */
  contactId: number | null;
  numbers: number;
};

export type AccessLogPage = KeysetPage<AccessItem> & { timeZone: string };

/** Who looked at a shop's customers, newest first. */
export async function accessLogPage(shopId: number, cursor: Cursor | null): Promise<AccessLogPage> {
  const scan = scanFor(cursor, 'descending');
  const { rows } = await pool.query<{
    id: number;
    minute: Date;
    actor: string;
    what: AccessKind;
    contact_id: number;
    numbers: number;
  }>(
    `SELECT id, minute, actor, what, contact_id, numbers FROM access_log
     WHERE shop_id = $1 AND ($2::bigint IS NULL OR id ${scan.operator} $2)
     ORDER BY id ${scan.order} LIMIT $3`,
    [shopId, scan.key, SIZE + 1],
  );
  const shops = await pool.query<{ time_zone: string }>('SELECT time_zone FROM shop WHERE id = $1', [shopId]);
  const items = rows.map(({ id, minute, actor, what, contact_id, numbers }) => ({
    id,
    minute: minute.toISOString(),
    actor,
    what,
    contactId: contact_id === 0 ? null : contact_id,
    numbers,
  }));
  return { ...pageOf(items, cursor, SIZE, (item) => item.id), timeZone: shops.rows[0]?.time_zone ?? 'UTC' };
}
