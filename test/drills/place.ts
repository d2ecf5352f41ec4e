import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testVariables } from '../setup/variables.ts';
import { type MittoSimulator, startMittoSimulator } from '../simulators/mitto/start.ts';
import { freePort } from '../support/free-port.ts';
import { freshDatabase, type RunDatabase } from './lane-database.ts';
import type { RunOrder } from './one-run.ts';
import { TcpProxy } from './proxy.ts';
import type { Scenario } from './scenario.ts';

/** Where one run happens: its database, its carrier, and what stands between them and the app. */
export type Place = {
  folder: string;
  port: number;
  database: RunDatabase;
  mitto: MittoSimulator;
  proxies: { webDatabase: TcpProxy; workerDatabase: TcpProxy; carrier: TcpProxy } | undefined;
  /** The failpoints that have killed somebody so far. */
  hits: () => string[];
};

/** Sets process.env, which the app reads once. */
export async function openPlace(scenario: Scenario, order: RunOrder): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'sendbook-drill-'));
  const failpointLog = join(folder, 'failpoints.log');
  const port = await freePort();
  const [database, mitto] = await Promise.all([
    freshDatabase(order.lane, order.seed),
    startMittoSimulator({
      logFile: join(folder, 'mitto.jsonl'),
      seed: order.seed,
      apiKey: testVariables.MITTO_API_KEY,
      reportUrl: `http://127.0.0.1:${port}/mitto/reports/${testVariables.MITTO_REPORT_SECRET}`,
      reportRetries: 12,
      settings: scenario.mitto,
    }),
  ]);
  const proxies = await openProxies(scenario, order.seed, database.url, mitto.url);
  Object.assign(process.env, {
    ...testVariables,
    DATABASE_URL: database.url,
    DATABASE_POOL_SIZE: '6',
    DATABASE_WAIT_SECONDS: '60',
    PORT: String(port),
    SHOPIFY_APP_URL: `http://127.0.0.1:${port}`,
    LINK_DOMAIN: `localhost:${port}`,
    MITTO_API_BASE_URL: proxies?.carrier.insteadOf(mitto.url) ?? mitto.url,
    // A call of thousands of texts takes its time, the more so as the machine has others to serve.
    MITTO_TIMEOUT_MS: String(Math.max(1_200, order.recipients / 20)),
    MITTO_REQUESTS_PER_SECOND: String(scenario.callsPerSecond),
    SMS_BATCH_SIZE: String(Math.ceil(order.recipients / 20)),
    FAILPOINT_LOG: failpointLog,
  });
  return { folder, port, database, mitto, proxies, hits: () => linesOf(failpointLog) };
}

async function openProxies(
  { faultyConnections, lostCommits }: Scenario,
  seed: number,
  database: string,
  carrier: string,
): Promise<Place['proxies']> {
  if (faultyConnections.database === 0 && faultyConnections.carrier === 0 && lostCommits.length === 0) {
    return undefined;
  }
  const open = (url: string, options: Omit<Parameters<typeof TcpProxy.listen>[0], 'target'>) => {
    const { hostname: host, port } = new URL(url);
    return TcpProxy.listen({ target: { host, port: Number(port) }, ...options });
  };
  const share = faultyConnections.database;
  const [webDatabase, workerDatabase, carrierProxy] = await Promise.all([
    open(database, { protocol: 'postgres', seed, share }),
    // Another stream of random numbers than the web process has.
    open(database, { protocol: 'postgres', seed: seed + 1_000_003, share, lostCommits }),
    open(carrier, { protocol: 'http', seed, share: faultyConnections.carrier }),
  ]);
  return { webDatabase, workerDatabase, carrier: carrierProxy };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}
