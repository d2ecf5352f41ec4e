import { pool } from '../../platform/database.server.ts';
import type { StatementKind } from '../credits/credit-pages.server.ts';
import { type ExportPiece, pieceOf, ROWS_PER_PIECE } from './csv-piece.server.ts';

type Line = {
  id: number;
  at: Date;
  kind: StatementKind;
  amount: number;
  campaign_id: number | null;
  name: string | null;
};

/** Every movement of credits, oldest first, the piece after line `from`. */
export async function exportStatement(
  shopId: number,
  from: number,
  words: Readonly<Record<StatementKind, string>>,
): Promise<ExportPiece> {
  const { rows } = await pool.query<Line>(
    `SELECT s.id, s.at, s.kind, s.amount, s.campaign_id, c.name
     FROM credit_statement s
     LEFT JOIN campaign k ON k.shop_id = s.shop_id AND k.id = s.campaign_id
     LEFT JOIN campaign_content c
       ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE s.shop_id = $1 AND s.id > $2
     ORDER BY s.id
     LIMIT $3`,
    [shopId, from, ROWS_PER_PIECE + 1],
  );
  return pieceOf(
    rows,
    from,
    ['When', 'What', 'Credits', 'Campaign', 'Campaign number'],
    (line) => [line.at.toISOString(), words[line.kind], line.amount, line.name, line.campaign_id],
    (line) => line.id,
  );
}
