import { pool } from '../../platform/database.server.ts';
import { emailHmac } from '../compliance/email-hmac.server.ts';

/** How a request names somebody; any of them may be missing. */
export type Named = {
  /** Shopify's gid. */
  shopifyId: string | null;
  /** The digits of the E.164 number. */
  phone: number | null;
  email: string | null;
};

/** Who was merged into somebody is the same person. */
const WITH_MERGED = `
  SELECT id FROM found
  UNION
  SELECT c.id FROM found f
  JOIN contact_alias a ON a.shop_id = $1 AND a.contact_id = f.id
  JOIN contact c ON c.shop_id = $1 AND c.shopify_id = a.shopify_id
  ORDER BY id`;

/**
 * All records of a person in one shop: by Shopify's id, also one that was merged into another, by number and by e-mail address.
 * Records that are erased already are among them.
 */
export async function findPerson(shopId: number, named: Named): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `WITH found AS (
       SELECT id FROM contact WHERE shop_id = $1 AND shopify_id = $2
       UNION
       SELECT contact_id FROM contact_alias WHERE shop_id = $1 AND shopify_id = $2
       UNION
       SELECT id FROM contact WHERE shop_id = $1 AND phone = $3
       UNION
       SELECT id FROM contact WHERE shop_id = $1 AND email_hmac = $4
     )
     ${WITH_MERGED}`,
    [shopId, named.shopifyId, named.phone, await hashOf(shopId, named.email)],
  );
  return rows.map(({ id }) => id);
}

/** The keyed hash of an address that a request names; null when it names none. */
export async function hashOf(shopId: number, email: string | null): Promise<Buffer | null> {
  return email === null || email.trim() === '' ? null : (await emailHmac(shopId))(email);
}

/** A contact and the records that were merged into hers; empty when the shop has no such contact. */
export async function recordsOf(shopId: number, contactId: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `WITH found AS (SELECT id FROM contact WHERE shop_id = $1 AND id = $2) ${WITH_MERGED}`,
    [shopId, contactId],
  );
  return rows.map(({ id }) => id);
}
