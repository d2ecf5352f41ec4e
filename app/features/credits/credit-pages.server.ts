import { type Cursor, type KeysetPage, pageOf, scanFor } from '../../core/keyset.ts';
import { pool } from '../../platform/database.server.ts';
import { shopSettingsOf } from '../shops/change-settings.server.ts';
import { type CreditBalance, creditBalance } from './credit-balance.server.ts';

const SIZE = 50;

export type StatementKind = 'purchased' | 'granted' | 'held' | 'spent' | 'released' | 'refunded' | 'adjusted';

export type StatementItem = {
  id: number;
  at: string;
  kind: StatementKind;
  credits: number;
  campaign: { id: number; name: string } | null;
};

export type CreditsPage = KeysetPage<StatementItem> & { balance: CreditBalance; timeZone: string };

/** The balance, and what happened to it, newest first. */
export async function creditsPage(shopId: number, query: { cursor: Cursor | null }): Promise<CreditsPage> {
  const scan = scanFor(query.cursor, 'descending');
  const [balance, shop, { rows }] = await Promise.all([
    creditBalance(shopId),
    shopSettingsOf(shopId),
    pool.query<{
      id: number;
      at: Date;
      kind: StatementKind;
      amount: number;
      campaign_id: number | null;
      name: string | null;
    }>(
      `SELECT s.id, s.at, s.kind, s.amount, s.campaign_id, c.name
       FROM credit_statement s
       LEFT JOIN campaign k ON k.shop_id = s.shop_id AND k.id = s.campaign_id
       LEFT JOIN campaign_content c
         ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
       WHERE s.shop_id = $1 AND ($2::bigint IS NULL OR s.id ${scan.operator} $2)
       ORDER BY s.id ${scan.order}
       LIMIT $3`,
      [shopId, scan.key, SIZE + 1],
    ),
  ]);
  const items = rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    credits: row.amount,
    campaign: row.campaign_id === null ? null : { id: row.campaign_id, name: row.name ?? '' },
  }));
  return { ...pageOf(items, query.cursor, SIZE, (item) => item.id), balance, timeZone: shop.timeZone };
}
