import { pool, type Queryable, type Transaction } from '../../platform/database.server.ts';

/** Whole credits. purchased + granted = available + held + spent, at every moment (P3). */
export type CreditBalance = {
  available: number;
  held: number;
  spent: number;
  purchased: number;
  granted: number;
};

export const creditBalance = (shopId: number): Promise<CreditBalance> => readBalance(pool, shopId);

/** In a transaction; with `lock` nobody else moves the shop's credits until it ends. */
export async function creditBalanceIn(
  tx: Transaction,
  shopId: number,
  options: { lock: boolean },
): Promise<CreditBalance> {
  if (options.lock) {
    await tx.query(`SELECT FROM credit_account WHERE shop_id = $1 AND code = 'available' FOR UPDATE`, [
      shopId,
    ]);
  }
  return readBalance(tx, shopId);
}

async function readBalance(db: Queryable, shopId: number): Promise<CreditBalance> {
  const { rows } = await db.query<CreditBalance>(
    `SELECT
       coalesce(sum(credits_posted - debits_posted - debits_pending) FILTER (WHERE code = 'available'), 0)::bigint AS available,
       coalesce(sum(debits_pending)                 FILTER (WHERE code = 'available'), 0)::bigint AS held,
       coalesce(sum(credits_posted - debits_posted) FILTER (WHERE code = 'spent'), 0)::bigint     AS spent,
       coalesce(sum(debits_posted - credits_posted) FILTER (WHERE code = 'purchased'), 0)::bigint AS purchased,
       coalesce(sum(debits_posted - credits_posted) FILTER (WHERE code = 'granted'), 0)::bigint   AS granted
     FROM credit_account WHERE shop_id = $1`,
    [shopId],
  );
  return rows[0] ?? { available: 0, held: 0, spent: 0, purchased: 0, granted: 0 };
}
