import { z } from 'zod';
import { gid } from '../webhooks/gid.ts';

const customerId = gid('Customer');

/** A customer as webhooks embed one: its gid. `id`, a number, may have been rounded before it came here; the gid never is. */
export const customerInPayload = z
  .object({ id: z.unknown().optional(), admin_graphql_api_id: customerId.optional() })
  .transform(({ id, admin_graphql_api_id }) => admin_graphql_api_id ?? id)
  .pipe(customerId);
