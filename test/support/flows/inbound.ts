import { randomUUID } from 'node:crypto';
import { pool } from '../../../app/platform/database.server.ts';
import type { linkServerOfThisFile } from './links.ts';

/** Posts a customer's text to the app, as the carrier does. `id` left out: one of its own; null: none. */
export async function reply(
  server: ReturnType<typeof linkServerOfThisFile>,
  from: number,
  to: string,
  text: string,
  id: string | null = randomUUID(),
): Promise<number> {
  const response = await server.request('mitto/inbound/secret-of-the-reports-here', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...(id !== null && { id }), from: `+${from}`, to, text }),
  });
  return response.status;
}

export type InboundRow = {
  phone: number | null;
  text: string | null;
  meaning: string;
  decision: string | null;
  campaignId: number | null;
  ordinal: number | null;
};

/** What is kept of the replies to a shop, in their order. */
export async function inboundOf(shopId: number): Promise<InboundRow[]> {
  const { rows } = await pool.query<InboundRow>(
    `SELECT phone, text, meaning, decision, campaign_id AS "campaignId", ordinal
     FROM inbound_text WHERE shop_id = $1 ORDER BY id`,
    [shopId],
  );
  return rows;
}

export async function consentsOf(ids: number[]): Promise<string[]> {
  const { rows } = await pool.query<{ consent: string }>(
    'SELECT consent FROM contact WHERE id = ANY ($1) ORDER BY id',
    [ids],
  );
  return rows.map(({ consent }) => consent);
}
