// DANGER: imports the app, which parses the environment while it is loaded: import it after process.env is set.
import { setTimeout as sleep } from 'node:timers/promises';
import { grantCredits } from '../../app/features/credits/grant-credits.server.ts';
import { shopSettingsOf } from '../../app/features/shops/change-settings.server.ts';
import { findShop } from '../../app/features/shops/find-shop.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { enqueue } from '../../app/platform/jobs.server.ts';
import type { Merchant } from './merchant.ts';
import { DemoProblem } from './problem.ts';
import type { Progress } from './progress.ts';
import { number } from './result-table.ts';

const creditsPerContact = 10;
const stuckAfterMs = 120_000;

/**
 * Opens the app as the merchant does, which installs the shop and begins to read its customers; waits for all of them,
 * and gives the shop credits, once.
 */
export async function installShop(
  merchant: Merchant,
  options: { shop: string; contacts: number; progress: Progress; signal: AbortSignal },
): Promise<number> {
  const { shop, contacts, progress, signal } = options;
  progress.update('Opening the app in the demo shop');
  await merchant.openApp();
  const found = await findShop(pool, shop);
  if (found?.installed !== true) {
    throw new DemoProblem('The app opened, but did not install itself; .data/logs/web.log says why.');
  }
  const { syncStatus, syncCount } = await shopSettingsOf(found.id);
  if (syncStatus === 'done' && syncCount < contacts) {
    await enqueue(pool, 'sync-contacts', { shopId: found.id }, { key: `sync-contacts:${found.id}` });
  }
  await waitForCustomers(found.id, contacts, progress, signal);
  // An operator's act, named after the size of the shop: asked for again it is the same grant.
  await grantCredits(found.id, creditsPerContact * contacts, {
    by: 'demo',
    why: 'to try Sendbook with',
    commandId: `demo-${contacts}`,
  });
  return found.id;
}

async function waitForCustomers(
  shopId: number,
  contacts: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  let movedAt = performance.now();
  let last = '';
  for (;;) {
    const { syncStatus, syncCount } = await shopSettingsOf(shopId);
    if (syncStatus === 'done' && syncCount >= contacts) {
      return;
    }
    const state = `${syncStatus} ${syncCount}`;
    if (state !== last) {
      last = state;
      movedAt = performance.now();
    }
    if (performance.now() - movedAt > stuckAfterMs) {
      throw new DemoProblem(
        `Reading the customers has stopped at ${number(syncCount)} of ${number(contacts)}; .data/logs/worker-1.log says why.`,
      );
    }
    const again = syncStatus === 'failed' ? ' (interrupted; the worker tries again)' : '';
    progress.update(`Reading customers: ${number(syncCount)} of ${number(contacts)}${again}`);
    await sleep(200, undefined, { signal });
  }
}
