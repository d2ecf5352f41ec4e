import { scopesUpdateWebhook } from '../shops/scopes-update-webhook.server.ts';
import { uninstalledWebhook } from '../shops/uninstalled-webhook.server.ts';
import type { WebhookHandler } from './webhook.ts';

/** What each topic of shopify.app.toml is handled by; a test keeps the two in step. */
export const handlers: Readonly<Record<string, WebhookHandler>> = {
  'app/scopes_update': scopesUpdateWebhook,
  'app/uninstalled': uninstalledWebhook,
};
