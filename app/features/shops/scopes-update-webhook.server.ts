import { z } from 'zod';
import type { WebhookHandler } from '../webhooks/webhook.ts';
import { changeScopes } from './change-scopes.server.ts';

const scopesUpdate = z.object({ current: z.array(z.string()) });

/** app/scopes_update. */
export const scopesUpdateWebhook: WebhookHandler = async ({ domain, payload }) => {
  const update = scopesUpdate.safeParse(payload);
  if (!update.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  await changeScopes(domain, update.data.current);
  return { kind: 'handled' };
};
