import type pg from 'pg';

/**
 * A shop with subscribed contacts, by SQL, and credits for `campaigns` campaigns to all of them. Names have the lengths
 * that names have; every twentieth contact has opted out, every fiftieth has no name.
 */
export async function benchShop(pool: pg.Pool, contacts: number, campaigns: number): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO shop (domain, name, sender, sync_status) VALUES ('bench-' || gen_random_uuid() || '.myshopify.com', 'Bench', 'Bench', 'done')
     RETURNING id`,
  );
  const shopId = rows[0]?.id ?? 0;
  await pool.query(
    `INSERT INTO contact (shop_id, shopify_id, first_name, last_name, phone, phone_country, consent)
     SELECT $1, 'gid://shopify/Customer/' || i,
       CASE WHEN i % 50 = 0 THEN NULL ELSE (ARRAY['Maria','Eleni','Giorgos','Konstantina','Ana','Nikolaos'])[1 + i % 6] END,
       'Papadopoulou', 306900000000 + i, 'GR', CASE WHEN i % 20 = 0 THEN 'unsubscribed' ELSE 'subscribed' END
     FROM generate_series(1, $2::integer) AS i`,
    [shopId, contacts],
  );
  await pool.query('SELECT credit_receive($1, md5($2)::uuid, $3, $4, NULL)', [
    shopId,
    'bench',
    'grant',
    contacts * campaigns * 2,
  ]);
  await pool.query('VACUUM ANALYZE contact');
  return shopId;
}
