import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { type Person, pick, worldOf } from '../model/world.ts';
import { deleteAllJobs } from '../support/flows/jobs.ts';
import { addContacts, makeShop, newPhone } from '../support/flows/shop.ts';
import type { CarrierHere } from './carrier-here.ts';
import type { Plan } from './plan.ts';
import { pricesAsListed } from './prices.ts';
import type { QuoteWorld } from './quote-world.ts';
import { changeRules } from './rules.ts';

/** A new shop with its own rules and people; the queue, the carrier's account and the prices are as on the first day. */
export async function openShop(plan: Plan, mitto: CarrierHere): Promise<QuoteWorld> {
  pricesAsListed();
  env.MITTO_API_BASE_URL = mitto.url;
  await deleteAllJobs();
  await pool.query('DELETE FROM carrier_account');
  const shopId = await makeShop();
  // Its customers count as read: nothing is fetched from Shopify here.
  await pool.query(`UPDATE shop SET country = $2, name = $3, sync_status = 'done' WHERE id = $1`, [
    shopId,
    plan.home,
    plan.shopName,
  ]);
  await changeRules(shopId, plan.rules);
  const people = await addPeople(shopId, plan);
  return { ...worldOf(shopId, people), home: plan.home, mitto, promised: new Map(), parts: new Map() };
}

async function addPeople(shopId: number, { contacts, home }: Plan): Promise<Person[]> {
  const numbers: { phone: number | null; country: string }[] = [];
  for (const { number, country } of contacts) {
    const before = typeof number === 'number' ? pick(numbers, number) : undefined;
    numbers.push(
      before ?? {
        phone: number === 'none' ? null : newPhone(),
        country: country === 'home' ? home : country,
      },
    );
  }
  const ids = await addContacts(
    shopId,
    contacts.map(({ who, consent }, i) => ({
      ...who,
      ...numbers[i],
      consent,
      ...(numbers[i]?.phone === null ? { phoneProblem: 'landline' as const } : {}),
    })),
  );
  return contacts.map(({ consent }, i) => ({
    contactId: ids[i] ?? 0,
    phone: numbers[i]?.phone ?? null,
    consent,
  }));
}
