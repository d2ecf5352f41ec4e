import { judgeWriteback } from '../../core/consent/judge-writeback.ts';
import { normalisePhone } from '../../core/contacts/phone-number.ts';
import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import {
  type ConsentInShopify,
  readConsents,
  writeConsents,
} from '../../platform/shopify/consent-calls.server.ts';
import { phoneHmac } from '../compliance/suppress-numbers.server.ts';
import {
  type ClaimedWriteback,
  claimWritebacks,
  finishWritebacks,
  giveBackWritebacks,
  type WritebackResult,
} from './writeback-rows.server.ts';

/** Groups in one run of the job; the rest goes on in a job of its own, so that shops take turns. */
const GROUPS_MAX = 20;

type Shop = { domain: string; country: string };
/** `throttled`: Shopify takes no more at the moment, so these were not tried. */
type Told = { results: WritebackResult[]; throttled?: { rows: ClaimedWriteback[]; waitMs: number } };

/**
 * Tells Shopify what was said here, customer by customer: reads what it has, writes where that is older, and ends or puts off
 * every row. Any number of times is as once, also when an answer was lost, because what was written is found there.
 */
export async function writeConsentBack(shopId: number): Promise<void> {
  const shop = await installedShop(shopId);
  for (let group = 0; shop !== undefined && group < GROUPS_MAX; group += 1) {
    const rows = await claimWritebacks(shopId);
    if (rows.length === 0) {
      return;
    }
    const { results, throttled } = await tell(shopId, shop, rows).catch((err: unknown): Told => {
      log.warn({ err, shopId }, 'Shopify could not be told of consent and will be told later');
      return { results: rows.map((row) => ({ row, problem: 'no_answer' })) };
    });
    await finishWritebacks(shopId, results);
    if (throttled !== undefined) {
      return giveBackWritebacks(shopId, throttled.rows, throttled.waitMs);
    }
  }
  if (shop !== undefined) {
    await enqueue(pool, 'write-consent-back', { shopId }, { key: `write-consent-back:${shopId}`, soon: 100 });
  }
}

async function installedShop(shopId: number): Promise<Shop | undefined> {
  const { rows } = await pool.query<Shop>(
    'SELECT domain, country FROM shop WHERE id = $1 AND uninstalled_at IS NULL',
    [shopId],
  );
  return rows[0];
}

async function tell(shopId: number, shop: Shop, rows: ClaimedWriteback[]): Promise<Told> {
  const read = await readConsents(
    shop.domain,
    rows.map(({ shopify_id }) => shopify_id),
  );
  if (read.kind === 'throttled') {
    return { results: [], throttled: { rows, waitMs: read.waitMs } };
  }
  if (read.kind === 'no_access') {
    return { results: rows.map((row) => ({ row, problem: 'no_access' })) };
  }
  const hmacOf = await phoneHmac(shopId);
  const judged = rows.map((row, i) => ({
    row,
    verdict: judgeWriteback(
      { state: row.state, at: row.consent_at },
      toWord(read.data[i] ?? null, row, shop.country, hmacOf),
      new Date(),
    ),
  }));
  const results = judged.flatMap(({ row, verdict }) =>
    verdict.kind === 'end' ? [{ row, ended: verdict.outcome }] : [],
  );
  const toWrite = judged.flatMap(({ row, verdict }) => (verdict.kind === 'write' ? [row] : []));
  if (toWrite.length === 0) {
    return { results };
  }
  const written = await write(shop, toWrite);
  return { ...written, results: [...results, ...written.results] };
}

async function write(shop: Shop, rows: ClaimedWriteback[]): Promise<Told> {
  const answer = await writeConsents(
    shop.domain,
    rows.map(({ shopify_id: id, state, level, consent_at: at }) => ({
      id,
      state: state === 'unsubscribed' ? 'UNSUBSCRIBED' : 'SUBSCRIBED',
      level,
      at,
    })),
  );
  switch (answer.kind) {
    case 'throttled':
      return { results: [], throttled: { rows, waitMs: answer.waitMs } };
    case 'no_access':
      return { results: rows.map((row) => ({ row, problem: 'no_access' })) };
    case 'answered':
      return {
        results: rows.map((row, i): WritebackResult => {
          const [refused] = answer.data[i] ?? ['UNKNOWN'];
          return refused === undefined ? { row, ended: 'told' } : { row, problem: refused.toLowerCase() };
        }),
      };
  }
}

function toWord(
  found: ConsentInShopify,
  row: ClaimedWriteback,
  country: string,
  hmacOf: (phone: number) => Buffer,
): Parameters<typeof judgeWriteback>[1] {
  if (found === null) {
    return null;
  }
  const phone = normalisePhone(found.phone, country);
  return {
    hasPhone: found.phone !== null,
    sameNumber: phone.ok && hmacOf(Number(phone.e164.slice(1))).equals(row.phone_hmac),
    state: found.state,
    updatedAt: found.updatedAt,
  };
}
