import { IANAZone } from 'luxon';
import { isReadForTags, type MergeField, mergeFieldProblem } from '../../core/contacts/merge-fields.ts';
import { PRICED_COUNTRIES } from '../../core/credits/price-table.ts';
import { isOurDomain } from '../../core/links/link-domain.ts';
import { parseSender } from '../../core/messaging/sender.ts';
import { countrySenderProblem } from '../../core/messaging/sender-rules.ts';
import { tidySenders } from '../../core/messaging/senders-by-country.ts';
import { isLinkDomain, optOutLineProblem, type Wording } from '../../core/messaging/wording.ts';
import type { ShopSettings } from '../../core/shops/shop-events.ts';
import { shopStream } from '../../core/streams.ts';
import { pool, type Queryable, withTransaction } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { hintSync, readAnew } from '../contacts/sync-state.server.ts';
import { claimDomain } from '../links/claim-domain.server.ts';
import { readTestNumbers, testNumbersIn } from './test-numbers.server.ts';

export type SettingsProblem = { field: keyof ShopSettings | 'testNumbers'; message: string };
export type SettingsResult =
  | { kind: 'changed' | 'unchanged' }
  | { kind: 'invalid'; problems: SettingsProblem[] };

export type ShopProfile = ShopSettings &
  Wording & {
    mergeFields: MergeField[];
    domain: string;
    name: string;
    country: string;
    syncStatus: 'never' | 'running' | 'done' | 'failed' | 'denied';
    syncCount: number;
  };

/** The shop's settings, and what else its pages show about it. Throws when there is no such shop: ids come from us. */
export async function shopSettingsOf(shopId: number, db: Queryable = pool): Promise<ShopProfile> {
  const { rows } = await db.query<ShopProfile>(
    `SELECT sender, senders, time_zone AS "timeZone", to_char(quiet_from, 'HH24:MI') AS "quietFrom",
            to_char(quiet_until, 'HH24:MI') AS "quietUntil", cap_hours AS "capHours",
            max_credits_per_text AS "maxCreditsPerText", domain, name, country, sync_status AS "syncStatus",
            sync_count AS "syncCount", opt_out_line AS "optOutLine",
            coalesce((SELECT d.domain FROM link_domain d WHERE d.shop_id = shop.id AND d.domain = shop.link_domain
                        AND d.proven_at IS NOT NULL AND d.lost_at IS NULL), $2) AS "linkDomain",
            link_domain AS "ownLinkDomain", allowed_countries AS "allowedCountries",
            merge_fields AS "mergeFields"
     FROM shop WHERE id = $1`,
    [shopId, env.LINK_DOMAIN],
  );
  const profile = rows[0];
  if (profile === undefined) {
    throw new Error(`there is no shop ${shopId}`);
  }
  return profile;
}

/**
 * Keeps new settings and records who changed them. They hold from the next batch on, running campaigns included.
 *
 * @param testNumbers the merchant's own phones as she wrote them; left out, they stay as they are.
 */
export async function changeSettings(
  shopId: number,
  settings: ShopSettings,
  testNumbers?: readonly string[],
): Promise<SettingsResult> {
  let readsAnew = false;
  const result = await withTransaction<SettingsResult>(async (tx) => {
    await tx.query('SELECT FROM shop WHERE id = $1 FOR UPDATE', [shopId]);
    const before = await shopSettingsOf(shopId, tx);
    const wanted = {
      ...settings,
      sender: senderOf(settings.sender),
      senders: tidySenders(settings.senders),
      mergeFields: (settings.mergeFields ?? before.mergeFields).map(({ tag, source }) => ({ tag, source })),
    };
    const phones = await testNumbersIn(tx, shopId);
    const read =
      testNumbers === undefined
        ? { numbers: phones, problems: [] }
        : readTestNumbers(testNumbers, before.country);
    const problems = [...checkSettings(settings), ...read.problems];
    if (problems.length > 0) {
      return { kind: 'invalid', problems };
    }
    if (settingNames.every((name) => same(before[name], wanted[name])) && same(phones, read.numbers)) {
      return { kind: 'unchanged' };
    }
    if (wanted.ownLinkDomain !== before.ownLinkDomain) {
      const { taken } = await claimDomain(tx, shopId, wanted.ownLinkDomain);
      if (taken) {
        const message = 'Another shop uses this domain. If it is yours, write to the support of Sendbook.';
        return { kind: 'invalid', problems: [{ field: 'ownLinkDomain', message }] };
      }
    }
    await tx.query(
      `UPDATE shop SET sender = $2, time_zone = $3, quiet_from = $4, quiet_until = $5, cap_hours = $6,
         max_credits_per_text = $7, test_numbers = $8, opt_out_line = $9, link_domain = $10, allowed_countries = $11,
         senders = $12, merge_fields = $13
       WHERE id = $1`,
      [
        shopId,
        wanted.sender,
        wanted.timeZone,
        wanted.quietFrom,
        wanted.quietUntil,
        wanted.capHours,
        wanted.maxCreditsPerText,
        read.numbers,
        wanted.optOutLine,
        wanted.ownLinkDomain,
        wanted.allowedCountries,
        wanted.senders,
        JSON.stringify(wanted.mergeFields),
      ],
    );
    readsAnew = !same(keptSources(before.mergeFields), keptSources(wanted.mergeFields));
    if (readsAnew) {
      await readAnew(tx, shopId);
    }
    const data = { ...wanted, by: 'merchant' as const, testNumbers: read.numbers.length };
    await appendLocked(tx, [toStream(shopStream(shopId), [{ type: 'SettingsChanged', data }])]);
    return { kind: 'changed' };
  });
  if (readsAnew) {
    await hintSync(shopId);
  }
  return result;
}

/** What Shopify is asked for because of them; the values arrive with a reading of all customers. */
const keptSources = (fields: readonly MergeField[]): string[] =>
  [...new Set(fields.flatMap(({ source }) => (isReadForTags(source) ? [source] : [])))].sort();

const OURS = [new URL(env.SHOPIFY_APP_URL).host, env.LINK_DOMAIN];

const settingNames = [
  'sender',
  'senders',
  'timeZone',
  'quietFrom',
  'quietUntil',
  'capHours',
  'maxCreditsPerText',
  'optOutLine',
  'ownLinkDomain',
  'allowedCountries',
  'mergeFields',
] as const satisfies (keyof ShopSettings)[];

function checkSettings(settings: ShopSettings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (settings.sender !== null) {
    const sender = parseSender(settings.sender);
    if (!sender.ok) {
      problems.push({ field: 'sender', message: sender.problem });
    }
  }
  for (const [country, sender] of Object.entries(settings.senders)) {
    const problem = PRICED_COUNTRIES.includes(country)
      ? countrySenderProblem(sender, country)
      : 'Texts cannot be sent there.';
    if (problem !== undefined) {
      problems.push({ field: 'senders', message: `The sender for ${country}: ${problem}` });
    }
  }
  const line = optOutLineProblem(settings.optOutLine);
  if (line !== undefined) {
    problems.push({ field: 'optOutLine', message: line });
  }
  if (settings.ownLinkDomain !== null && !isLinkDomain(settings.ownLinkDomain)) {
    problems.push({ field: 'ownLinkDomain', message: 'Write only the domain, as in sms.myshop.com.' });
  } else if (settings.ownLinkDomain !== null && isOurDomain(settings.ownLinkDomain, OURS)) {
    problems.push({ field: 'ownLinkDomain', message: 'This is our own domain. Leave it empty to use it.' });
  }
  for (const field of settings.mergeFields ?? []) {
    const problem = mergeFieldProblem(field, settings.mergeFields ?? []);
    if (problem !== undefined) {
      problems.push({ field: 'mergeFields', message: problem });
    }
  }
  const unpriced = settings.allowedCountries?.find((country) => !PRICED_COUNTRIES.includes(country));
  if (unpriced !== undefined) {
    problems.push({ field: 'allowedCountries', message: `Texts cannot be sent to ${unpriced}.` });
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

/** By what they hold; both sides have the order of `tidySenders`, which is also that of the database. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function senderOf(sender: string | null): string | null {
  const parsed = sender === null ? null : parseSender(sender);
  return parsed?.ok ? parsed.sender : null;
}
