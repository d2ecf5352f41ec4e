import { type PersonInFile, personInFile } from '../../core/privacy/person-in-file.ts';
import { pool } from '../../platform/database.server.ts';
import { emailHmac } from './email-hmac.server.ts';

/** By what somebody is known here; an e-mail address only as its hash. */
export type KnownPerson = {
  phones: readonly number[];
  firstName: string | null;
  lastName: string | null;
  emailHmac: Buffer | null;
};

/**
 * By what a contact is known beside their record, and Shopify's id of them; undefined when the shop has no
 * such contact, or it is erased. Numbers they had before are those of earlier texts to them, unless another
 * contact has one of these today.
 */
export async function knownPerson(
  shopId: number,
  contactId: number,
): Promise<(KnownPerson & { shopifyId: string | null }) | undefined> {
  const { rows } = await pool.query<KnownPerson & { shopifyId: string | null }>(
    `SELECT c.first_name AS "firstName", c.last_name AS "lastName", c.email_hmac AS "emailHmac",
            c.shopify_id AS "shopifyId", to_json(array_remove(c.phone || earlier.phones, NULL)) AS phones
     FROM contact c
     CROSS JOIN LATERAL (
       SELECT ARRAY(
         SELECT DISTINCT r.phone FROM recipient r
         WHERE c.renumbered_at IS NOT NULL
           AND r.shop_id = c.shop_id AND r.contact_id = c.id AND r.phone IS NOT NULL
           AND NOT EXISTS (
             SELECT FROM contact o WHERE o.shop_id = c.shop_id AND o.phone = r.phone AND o.id <> c.id)
       ) AS phones
     ) earlier
     WHERE c.shop_id = $1 AND c.id = $2 AND c.erased_at IS NULL`,
    [shopId, contactId],
  );
  return rows[0];
}

/** Them, to be looked for in the shop's files. */
export async function knownInFile(shopId: number, known: KnownPerson): Promise<PersonInFile> {
  const hmacOf = await emailHmac(shopId);
  return personInFile({
    ...known,
    isTheirEmail: (email) => known.emailHmac?.equals(hmacOf(email)) ?? false,
  });
}
