import { z } from 'zod';
import { gid } from '../../core/webhooks/gid.ts';
import { pool } from '../../platform/database.server.ts';
import type { Handled, Webhook } from '../webhooks/webhook.ts';
import { hintSync } from './sync-state.server.ts';

const payloadSchema = z.object({ admin_graphql_api_id: gid('BulkOperation') });

/** bulk_operations/finish: the reading that waits for this export goes on at once. How it ended is asked for, not believed. */
export async function exportFinishedWebhook({ shopId, payload }: Webhook): Promise<Handled> {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  const { rows } = await pool.query(
    'SELECT FROM customer_sync WHERE shop_id = $1 AND operation = $2 AND reading IS NOT NULL',
    [shopId, parsed.data.admin_graphql_api_id],
  );
  if (rows.length === 0) {
    return { kind: 'ignored', why: 'not_waited_for' };
  }
  await hintSync(shopId);
  return { kind: 'handled' };
}
