import { z } from 'zod';
import { hintSync } from '../contacts/sync-state.server.ts';
import type { WebhookHandler } from '../webhooks/webhook.ts';
import { changeScopes } from './change-scopes.server.ts';

const scopesUpdate = z.object({ current: z.array(z.string().max(100)).max(500) });

/** app/scopes_update. */
export const scopesUpdateWebhook: WebhookHandler = async ({ shopId, domain, installed, payload }) => {
  const update = scopesUpdate.safeParse(payload);
  if (!update.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  await changeScopes(domain, update.data.current);
  if (installed) {
    // Its customers may be readable now; where nothing waits to be read this does nothing.
    await hintSync(shopId);
  }
  return { kind: 'handled' };
};
