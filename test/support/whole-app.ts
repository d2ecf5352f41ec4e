import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testVariables } from '../setup/variables.ts';
import { type MittoSimulator, startMittoSimulator } from '../simulators/mitto/start.ts';
import { type ShopifyStandIn, startShopifyStandIn } from '../simulators/shopify/start.ts';
import type { ClonedDatabase } from './clone-database.ts';
import { freePort } from './free-port.ts';

const SHOP = 'demo.myshopify.com';
const READY_MS = 60_000;

export type WholeApp = {
  /** The admin: opens the app with a fresh session token, at a path of it. */
  adminUrl(path?: string): string;
  databaseUrl: string;
  mitto: MittoSimulator;
  shopify: ShopifyStandIn;
  stop(): Promise<void>;
};

/** Everything a merchant's browser needs, each in its own process: web, worker, Mitto, Shopify; on a fresh database. */
export async function startWholeApp({
  database,
  customers,
}: {
  database: ClonedDatabase;
  customers: number;
}): Promise<WholeApp> {
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const shopify = await startShopifyStandIn({
    appUrl,
    apiKey: testVariables.SHOPIFY_API_KEY,
    apiSecret: testVariables.SHOPIFY_API_SECRET,
    shops: [SHOP],
    customers,
  });
  const mitto = await startMittoSimulator({
    apiKey: testVariables.MITTO_API_KEY,
    reportUrl: `${appUrl}/mitto/reports/${testVariables.MITTO_REPORT_SECRET}`,
  });
  const env = {
    ...process.env,
    ...testVariables,
    LOG_LEVEL: 'info',
    DATABASE_URL: database.url,
    PORT: String(port),
    SHOPIFY_APP_URL: appUrl,
    LINK_DOMAIN: `localhost:${port}`,
    SHOPIFY_SIM_ORIGIN: shopify.url,
    APP_BRIDGE_URL: shopify.appBridgeUrl,
    MITTO_API_BASE_URL: mitto.url,
  };
  const web = start('app/server/index.ts', env);
  const worker = start('workers/index.ts', env);
  await untilReady(`${appUrl}/readyz`, [web, worker]);
  return {
    adminUrl: (path = '/app') => `${shopify.url}/store/demo/apps/sendbook${path}`,
    databaseUrl: database.url,
    mitto,
    shopify,
    async stop() {
      await Promise.all([web.stop(), worker.stop()]);
      await Promise.all([mitto.discard(), shopify.stop()]);
      await database.drop();
    },
  };
}

type Process = { name: string; ended(): string | undefined; stop(): Promise<void> };

function start(script: string, env: NodeJS.ProcessEnv): Process {
  const logFile = join(mkdtempSync(join(tmpdir(), 'sendbook-')), 'process.log');
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [script], {
    cwd: resolve(import.meta.dirname, '../..'),
    env,
    stdio: ['ignore', log, log],
  });
  const exited = once(child, 'exit');
  return {
    name: script,
    ended: () => (child.exitCode === null ? undefined : readFileSync(logFile, 'utf8').slice(-2_000)),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function untilReady(url: string, processes: Process[]): Promise<void> {
  const until = Date.now() + READY_MS;
  for (;;) {
    for (const { name, ended } of processes) {
      const last = ended();
      if (last !== undefined) {
        throw new Error(`${name} ended by itself:\n${last}`);
      }
    }
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) {
      return;
    }
    if (Date.now() > until) {
      throw new Error(`${url} is not ready: ${answer === undefined ? 'no answer' : await answer.text()}`);
    }
    await sleep(200);
  }
}
