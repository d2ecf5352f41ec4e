// DANGER: imports the app, which parses the environment while it is loaded: import it after process.env is set.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import type { Merchant } from './merchant.ts';
import { DemoProblem } from './problem.ts';
import type { Progress } from './progress.ts';
import { number } from './result-table.ts';
import type { ShopifyAdmin } from './shopify-admin.ts';

const patienceMs = 30_000;
const pack = 500;

type Options = { shopId: number; progress: Progress; signal: AbortSignal };
type Customer = { id: number; shopifyId: string };

/**
 * What passes between Shopify and the app besides its customers: a change there that arrives here, a no in either direction,
 * and credits that are paid for. Each is seen at its end, in the book or at the stand-in, before it is told.
 */
export async function liveWithShopify(
  merchant: Merchant,
  shopify: ShopifyAdmin,
  options: Options,
): Promise<void> {
  const [renamed, saysNoThere, saysNoHere] = await someCustomers(options.shopId);
  if (renamed === undefined || saysNoThere === undefined || saysNoHere === undefined) {
    options.progress.say('Nobody is left in the demo shop who says yes; --fresh makes a new one.');
    return;
  }
  await renameThere(shopify, renamed, options);
  await sayNoThere(shopify, saysNoThere, options);
  await sayNoHere(merchant, shopify, saysNoHere, options);
  await buyCredits(merchant, shopify, options);
}

async function someCustomers(shopId: number): Promise<Customer[]> {
  const { rows } = await pool.query<Customer>(
    `SELECT id, shopify_id AS "shopifyId" FROM contact
     WHERE shop_id = $1 AND consent = 'subscribed' AND phone IS NOT NULL AND shopify_id IS NOT NULL
     ORDER BY id DESC LIMIT 3`,
    [shopId],
  );
  return rows;
}

async function renameThere(shopify: ShopifyAdmin, customer: Customer, options: Options): Promise<void> {
  const firstName = `Maria ${randomUUID().slice(0, 4)}`;
  await shopify.changeCustomer(customer.shopifyId, { firstName });
  const ms = await until('the webhook of a changed customer', options, () =>
    holds('SELECT FROM contact WHERE shop_id = $1 AND id = $2 AND first_name = $3', [
      options.shopId,
      customer.id,
      firstName,
    ]),
  );
  options.progress.say(`A customer was renamed in Shopify: by webhook in the book after ${seconds(ms)}`);
}

async function sayNoThere(shopify: ShopifyAdmin, customer: Customer, options: Options): Promise<void> {
  const updatedAt = new Date().toISOString();
  await shopify.changeCustomer(customer.shopifyId, { smsConsent: { state: 'UNSUBSCRIBED', updatedAt } });
  const ms = await until('the webhook of an opt-out', options, () => isSilent(options.shopId, customer));
  options.progress.say(`A customer said no in Shopify: silent here after ${seconds(ms)}`);
}

async function sayNoHere(
  merchant: Merchant,
  shopify: ShopifyAdmin,
  customer: Customer,
  options: Options,
): Promise<void> {
  await merchant.submit(`/app/contacts/${customer.id}`, { toldBy: 'phone' });
  const ms = await until(
    'the opt-out that is told to Shopify',
    options,
    async () =>
      (await isSilent(options.shopId, customer)) &&
      (await shopify.consentOf(customer.shopifyId)) === 'UNSUBSCRIBED',
  );
  options.progress.say(`A customer said no on the phone: silent at once, in Shopify after ${seconds(ms)}`);
}

async function buyCredits(merchant: Merchant, shopify: ShopifyAdmin, options: Options): Promise<void> {
  const before = await creditBalance(options.shopId);
  const bought = await merchant.submit('/app/credits', {
    intent: 'buy',
    credits: String(pack),
    commandId: randomUUID(),
  });
  if (bought.kind !== 'left') {
    throw new DemoProblem('The credits page did not lead to Shopify; .data/logs/web.log may say why.');
  }
  await shopify.approveCharge(bought.to);
  const ms = await until('the credits that were paid for', options, async () => {
    const { purchased } = await creditBalance(options.shopId);
    return purchased === before.purchased + pack;
  });
  options.progress.say(
    `${number(pack)} credits were bought and approved in Shopify: in the book after ${seconds(ms)}`,
  );
}

const isSilent = (shopId: number, { id }: Customer): Promise<boolean> =>
  holds("SELECT FROM contact WHERE shop_id = $1 AND id = $2 AND consent = 'unsubscribed'", [shopId, id]);

async function holds(query: string, values: unknown[]): Promise<boolean> {
  const { rowCount } = await pool.query(query, values);
  return rowCount === 1;
}

/** @returns how long it took, in milliseconds. */
async function until(
  what: string,
  { progress, signal }: Options,
  isThere: () => Promise<boolean>,
): Promise<number> {
  progress.update(`Waiting for ${what}`);
  const startedAt = performance.now();
  while (!(await isThere())) {
    if (performance.now() - startedAt > patienceMs) {
      throw new DemoProblem(
        `Waited ${patienceMs / 1000} s for ${what} in vain; .data/logs/web.log and worker-1.log say why.`,
      );
    }
    await sleep(50, undefined, { signal });
  }
  return performance.now() - startedAt;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
