import { randomUUID } from 'node:crypto';
import { grantCredits } from '../../../app/features/credits/grant-credits.server.ts';
import { pool } from '../../../app/platform/database.server.ts';

export type ContactInput = {
  /** Digits of the E.164 number; left out: a Greek mobile of her own. */
  phone?: number | null;
  phoneProblem?: 'no_number' | 'impossible_number' | 'landline' | 'not_a_mobile';
  country?: string;
  consent?: 'subscribed' | 'pending' | 'unsubscribed' | 'never';
  firstName?: string | null;
  lastName?: string | null;
  tags?: string[];
};

export type ShopInput = {
  credits?: number;
  quiet?: { from: string; until: string };
  capHours?: number;
  maxCreditsPerText?: number;
  timeZone?: string;
};

let lastShop = 0;
let lastPhone = 306_900_000_000;

/** An installed shop in Greece that texts at any hour, with credits if asked for. */
export async function makeShop(input: ShopInput = {}): Promise<number> {
  lastShop += 1;
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO shop (domain, name, country, time_zone, quiet_from, quiet_until, cap_hours, max_credits_per_text)
     VALUES ($1, 'Kafeneio', 'GR', $2, $3, $4, $5, $6) RETURNING id`,
    [
      `shop-${lastShop}.myshopify.com`,
      input.timeZone ?? 'UTC',
      input.quiet?.from ?? null,
      input.quiet?.until ?? null,
      input.capHours ?? null,
      input.maxCreditsPerText ?? null,
    ],
  );
  const id = rows[0]?.id;
  if (id === undefined) {
    throw new Error('the shop was not written');
  }
  if (input.credits !== undefined) {
    await grantCredits(id, input.credits, { by: 'operator', why: 'trial', commandId: randomUUID() });
  }
  return id;
}

/** A Greek mobile number that nobody has yet. */
export function newPhone(): number {
  lastPhone += 1;
  return lastPhone;
}

/** Adds customers, subscribed and textable unless told otherwise; a number stands for so many ordinary ones. */
export async function addContacts(shopId: number, contacts: number | ContactInput[]): Promise<number[]> {
  const list: ContactInput[] =
    typeof contacts === 'number' ? Array.from({ length: contacts }, () => ({})) : contacts;
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO contact (shop_id, first_name, last_name, phone, phone_problem, phone_country, consent, tags)
     SELECT $1, first_name, last_name, phone, phone_problem, country, consent,
            ARRAY(SELECT jsonb_array_elements_text(tags))
     FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::jsonb[])
       WITH ORDINALITY AS c(first_name, last_name, phone, phone_problem, country, consent, tags, place)
     ORDER BY place
     RETURNING id`,
    [
      shopId,
      list.map(({ firstName }) => (firstName === undefined ? 'Eleni' : firstName)),
      list.map(({ lastName }) => lastName ?? null),
      list.map(({ phone, phoneProblem }) =>
        phone === undefined && phoneProblem === undefined ? newPhone() : (phone ?? null),
      ),
      list.map(({ phoneProblem }) => phoneProblem ?? null),
      list.map(({ country }) => country ?? 'GR'),
      list.map(({ consent }) => consent ?? 'subscribed'),
      list.map(({ tags }) => JSON.stringify(tags ?? [])),
    ],
  );
  return rows.map(({ id }) => id);
}

export async function setConsent(
  shopId: number,
  contactId: number,
  consent: ContactInput['consent'],
): Promise<void> {
  await pool.query('UPDATE contact SET consent = $3, consent_at = now() WHERE shop_id = $1 AND id = $2', [
    shopId,
    contactId,
    consent,
  ]);
}
