import { IANAZone } from 'luxon';
import { parseSender } from '../../core/messaging/sender.ts';
import type { ShopSettings } from '../../core/shops/shop-events.ts';
import { shopStream } from '../../core/streams.ts';
import { pool, type Queryable, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';

export type SettingsProblem = { field: keyof ShopSettings; message: string };
export type SettingsResult =
  | { kind: 'changed' | 'unchanged' }
  | { kind: 'invalid'; problems: SettingsProblem[] };

export type ShopProfile = ShopSettings & {
  domain: string;
  name: string;
  country: string;
  syncStatus: 'never' | 'running' | 'done' | 'failed';
  syncCount: number;
};

/** The shop's settings, and what else its pages show about it. Throws when there is no such shop: ids come from us. */
export const shopSettingsOf = (shopId: number): Promise<ShopProfile> => readProfile(pool, shopId);

/** Keeps new settings and records who changed them. They hold from the next batch on, running campaigns included. */
export async function changeSettings(shopId: number, settings: ShopSettings): Promise<SettingsResult> {
  const problems = checkSettings(settings);
  if (problems.length > 0) {
    return { kind: 'invalid', problems };
  }
  const wanted = { ...settings, sender: senderOf(settings.sender) };
  return withTransaction(async (tx) => {
    await tx.query('SELECT FROM shop WHERE id = $1 FOR UPDATE', [shopId]);
    const before = await readProfile(tx, shopId);
    if (settingNames.every((name) => before[name] === wanted[name])) {
      return { kind: 'unchanged' };
    }
    await tx.query(
      `UPDATE shop SET sender = $2, time_zone = $3, quiet_from = $4, quiet_until = $5, cap_hours = $6,
         max_credits_per_text = $7
       WHERE id = $1`,
      [
        shopId,
        wanted.sender,
        wanted.timeZone,
        wanted.quietFrom,
        wanted.quietUntil,
        wanted.capHours,
        wanted.maxCreditsPerText,
      ],
    );
    await appendLocked(tx, [
      toStream(shopStream(shopId), [{ type: 'SettingsChanged', data: { ...wanted, by: 'merchant' } }]),
    ]);
    return { kind: 'changed' };
  });
}

const settingNames = [
  'sender',
  'timeZone',
  'quietFrom',
  'quietUntil',
  'capHours',
  'maxCreditsPerText',
] as const satisfies (keyof ShopSettings)[];

function checkSettings(settings: ShopSettings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (settings.sender !== null) {
    const sender = parseSender(settings.sender);
    if (!sender.ok) {
      problems.push({ field: 'sender', message: sender.problem });
    }
  }
  if (!IANAZone.isValidZone(settings.timeZone)) {
    problems.push({ field: 'timeZone', message: 'Choose a time zone from the list, such as Europe/Athens.' });
  }
  if ((settings.quietFrom === null) !== (settings.quietUntil === null)) {
    problems.push({
      field: settings.quietFrom === null ? 'quietFrom' : 'quietUntil',
      message: 'Quiet hours need both a beginning and an end.',
    });
  } else if (settings.quietFrom !== null && settings.quietFrom === settings.quietUntil) {
    problems.push({ field: 'quietUntil', message: 'Quiet hours cannot begin and end at the same time.' });
  }
  return problems;
}

function senderOf(sender: string | null): string | null {
  const parsed = sender === null ? null : parseSender(sender);
  return parsed?.ok ? parsed.sender : null;
}

async function readProfile(db: Queryable, shopId: number): Promise<ShopProfile> {
  const { rows } = await db.query<ShopProfile>(
    `SELECT sender, time_zone AS "timeZone", to_char(quiet_from, 'HH24:MI') AS "quietFrom",
            to_char(quiet_until, 'HH24:MI') AS "quietUntil", cap_hours AS "capHours",
            max_credits_per_text AS "maxCreditsPerText", domain, name, country, sync_status AS "syncStatus",
            sync_count AS "syncCount"
     FROM shop WHERE id = $1`,
    [shopId],
  );
  const profile = rows[0];
  if (profile === undefined) {
    throw new Error(`there is no shop ${shopId}`);
  }
  return profile;
}
