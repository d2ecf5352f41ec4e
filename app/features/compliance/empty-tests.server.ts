import type { Transaction } from '../../platform/database.server.ts';

/** Her values in test texts, which went to the merchant's phones: their recipients are no contacts, so the campaign tells. */
export async function emptyTestsAs(tx: Transaction, shopId: number, contactId: number): Promise<void> {
  await tx.query(
    `UPDATE recipient r SET phone = NULL, merge = NULL
     FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.shop_id = $1 AND k.test_of IS NOT NULL AND r.shop_id = k.shop_id AND r.campaign_id = k.id
       AND (c.audience ->> 'as')::bigint = $2`,
    [shopId, contactId],
  );
}

/** A number that is one of the merchant's test phones: in her tests and in her settings. */
export async function forgetTestNumber(tx: Transaction, shopId: number, phone: number): Promise<void> {
  await tx.query(
    `UPDATE recipient r SET phone = NULL, merge = NULL
     FROM campaign k
     WHERE k.shop_id = $1 AND k.test_of IS NOT NULL AND r.shop_id = k.shop_id AND r.campaign_id = k.id AND r.phone = $2`,
    [shopId, phone],
  );
  await tx.query(
    `UPDATE campaign_content c SET audience = jsonb_set(c.audience, '{numbers}', coalesce(
       (SELECT jsonb_agg(n) FROM jsonb_array_elements(c.audience -> 'numbers') AS n WHERE n <> to_jsonb($2::bigint)), '[]'))
     FROM campaign k
     WHERE k.shop_id = $1 AND k.test_of IS NOT NULL AND c.shop_id = k.shop_id AND c.campaign_id = k.id
       AND c.audience -> 'numbers' @> to_jsonb($2::bigint)`,
    [shopId, phone],
  );
  await tx.query('UPDATE shop SET test_numbers = array_remove(test_numbers, $2::bigint) WHERE id = $1', [
    shopId,
    phone,
  ]);
}
