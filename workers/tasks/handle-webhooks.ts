import { handleWebhooks } from '../../app/features/webhooks/handle-webhooks.server.ts';

export const handleWebhooksTask = (): Promise<void> => handleWebhooks();
