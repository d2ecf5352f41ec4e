import { boundedHeap } from '../node-flags.ts';
import type { ChildSpec } from './child.ts';
import { demoShop } from './environment.ts';
import type { DemoState } from './state.ts';

/** Longer than the grace that web and workers give themselves (25 s, and Mitto's time-out plus 5 s). */
const graceMs = 35_000;

export const webSpec = (env: NodeJS.ProcessEnv): ChildSpec => ({
  name: 'web',
  script: 'app/server/index.ts',
  nodeFlags: boundedHeap,
  env,
  graceMs,
});

export const workerSpec = (n: number, env: NodeJS.ProcessEnv): ChildSpec => ({
  name: `worker-${n}`,
  script: 'workers/index.ts',
  nodeFlags: boundedHeap,
  env,
  graceMs,
});

/** The stand-in for Shopify: its admin, its login and its Admin API, with the demo shop. */
export const standInSpec = (options: {
  env: NodeJS.ProcessEnv;
  state: DemoState;
  port: number;
  appUrl: string;
  customers: number;
}): ChildSpec => ({
  name: 'shopify-stand-in',
  script: 'test/simulators/shopify/index.ts',
  args: [
    ...['--port', String(options.port), '--app-url', options.appUrl, '--shop', demoShop],
    ...['--api-key', options.state.shopifyApiKey, '--api-secret', options.state.shopifyApiSecret],
    ...['--customers', String(options.customers), '--webhooks'],
  ],
  env: options.env,
  graceMs: 10_000,
  announces: true,
});
