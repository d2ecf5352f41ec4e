import { z } from 'zod';
import { gid } from '../../core/webhooks/gid.ts';
import { pool } from '../../platform/database.server.ts';
import type { WebhookHandler } from '../webhooks/webhook.ts';
import { forgetSegment, keepSegments } from './keep-segments.server.ts';

/** REST calls the id `id`; where the payload has the other one as well, they name the same segment. */
const named = z
  .object({ admin_graphql_api_id: gid('Segment').optional(), id: gid('Segment').optional() })
  .refine((given) => given.admin_graphql_api_id !== undefined || given.id !== undefined)
  .transform((given) => given.admin_graphql_api_id ?? given.id ?? '');
const edited = z.object({
  name: z.string().min(1).max(1_000),
  query: z.string().max(20_000).catch(''),
  last_edit_date: z.iso.datetime({ offset: true }).optional(),
});

/** segments/create and segments/update. */
export const segmentEditedWebhook: WebhookHandler = async ({ shopId, payload, triggeredAt }) => {
  const id = named.safeParse(payload);
  const values = edited.safeParse(payload);
  if (!id.success || !values.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  const { name, query, last_edit_date: at = triggeredAt.toISOString() } = values.data;
  await keepSegments(pool, shopId, [{ id: id.data, name, query, lastEditDate: at }]);
  return { kind: 'handled' };
};

/** segments/delete. */
export const segmentDeletedWebhook: WebhookHandler = async ({ shopId, payload, triggeredAt }) => {
  const id = named.safeParse(payload);
  if (!id.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  await forgetSegment(pool, shopId, id.data, triggeredAt);
  return { kind: 'handled' };
};

const membership = z.object({ segment_id: gid('Segment') });

/**
 * customer.joined_segment and customer.left_segment: the count that we remember is old. Who joined or left is not kept: the
 * members are read when somebody is to be texted.
 */
export const segmentMembershipWebhook: WebhookHandler = async ({ shopId, payload }) => {
  const change = membership.safeParse(payload);
  if (!change.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  const { rowCount } = await pool.query(
    'UPDATE segment SET changed_at = clock_timestamp() WHERE shop_id = $1 AND shopify_id = $2',
    [shopId, change.data.segment_id],
  );
  return rowCount === 0 ? { kind: 'ignored', why: 'unknown_segment' } : { kind: 'handled' };
};
