import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { StandInOptions } from './options.ts';

/** As on the command line; what is left out has the default of README.md. */
export type StartOptions = Pick<StandInOptions, 'appUrl' | 'apiKey' | 'apiSecret' | 'shops'> &
  Partial<StandInOptions>;

export interface ShopifyStandIn {
  /** The admin: `http://127.0.0.1:PORT`; also the app's SHOPIFY_SIM_ORIGIN. */
  url: string;
  /** For the app's APP_BRIDGE_URL. */
  appBridgeUrl: string;
  /** Posts to `/_control/{action}`, e.g. `control('uninstall')`; throws unless it was done. */
  control(action: string, body?: Record<string, unknown>): Promise<void>;
  /** Reads from `/_control/{what}`. */
  read(what: string): Promise<unknown>;
  /** Ends the process; may be called twice. */
  stop(): Promise<void>;
}

const listeningSchema = z.object({ listening: z.url() });

/** Starts the stand-in as a process of its own, and waits until it listens. Fails with what the process said. */
export async function startShopifyStandIn(options: StartOptions): Promise<ShopifyStandIn> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./index.ts', import.meta.url)), ...argv(options)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exited = once(child, 'exit');
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-4_000);
  });
  const firstLine = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line)),
    exited.then(() => undefined),
  ]);
  if (firstLine === undefined) {
    throw new Error(complaint.trim() || `the Shopify stand-in ended at once (exit code ${child.exitCode})`);
  }
  const url = listeningSchema.parse(JSON.parse(firstLine)).listening;
  return {
    url,
    appBridgeUrl: `${url}/app-bridge.js`,
    async control(action, body = {}) {
      const response = await fetch(`${url}/_control/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) {
        throw new Error(`the Shopify stand-in refused ${action}: ${await response.text()}`);
      }
    },
    async read(what) {
      return await (await fetch(`${url}/_control/${what}`)).json();
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function argv(options: StartOptions): string[] {
  const flags: [string, string | number | undefined][] = [
    ['--port', options.port],
    ['--app-url', options.appUrl],
    ['--api-key', options.apiKey],
    ['--api-secret', options.apiSecret],
    ...options.shops.map((shop): [string, string] => ['--shop', shop]),
    ['--customers', options.customers],
    ['--seed', options.seed],
    ['--locale', options.locale],
    ['--scopes', options.scopes],
  ];
  const given = flags.flatMap(([flag, value]) => (value === undefined ? [] : [`${flag}=${value}`]));
  return options.webhooks === true ? [...given, '--webhooks'] : given;
}
