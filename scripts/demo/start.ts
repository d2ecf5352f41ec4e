import { rm } from 'node:fs/promises';
import { ensurePostgres } from '../postgres/ensure-postgres.ts';
import { build, isBuildStale } from './build.ts';
import { prepareDatabase } from './database.ts';
import { appEnvironment, demoShop, type MittoAccess, originOf } from './environment.ts';
import { Merchant } from './merchant.ts';
import { givenMitto, simulatorSpec } from './mitto.ts';
import type { DemoOptions } from './options.ts';
import { demoPaths } from './paths.ts';
import { claimPort, preferPort } from './ports.ts';
import { DemoProblem } from './problem.ts';
import type { Progress } from './progress.ts';
import { number } from './result-table.ts';
import type { Running } from './running.ts';
import { standInSpec, webSpec, workerSpec } from './services.ts';
import { ShopifyAdmin } from './shopify-admin.ts';
import { type DemoState, readState, writeState } from './state.ts';

const defaultContacts = 1_000;

export type Stage = { running: Running; progress: Progress; signal: AbortSignal };
export type Started = {
  merchant: Merchant;
  shopId: number;
  /** Where a person opens the app. */
  address: string;
  shopify: ShopifyAdmin;
  /** undefined when texts go to another server. */
  mittoLog: string | undefined;
};

/**
 * Brings everything up, in order, and the demo shop with its customers and credits. What it has started is in
 * `running` from that moment on, also when it fails half-way.
 *
 * @throws DemoProblem for what the person at the terminal must act on; when the signal is aborted, anything.
 */
export async function startDemo(options: DemoOptions, stage: Stage): Promise<Started> {
  const { running, progress, signal } = stage;
  const ownMitto = givenMitto(process.env);
  const port = await claimPort(options.port);
  await buildIfStale(stage);
  const databaseUrl = await startDatabase(options.fresh, stage);
  const state = await prepareState(options, progress);
  signal.throwIfAborted();

  progress.update('Starting the simulators');
  const appUrl = originOf(port);
  const standIn = running.start(
    'simulator',
    standInSpec({
      env: process.env,
      state,
      port: await preferPort(port + 1),
      appUrl,
      customers: state.contacts,
    }),
  );
  const mitto = ownMitto ?? (await startMitto(appUrl, state, running));
  const shopifyUrl = await standIn.address;
  const { batch } = options;
  const env = appEnvironment({ given: process.env, state, databaseUrl, port, shopifyUrl, mitto, batch });
  // The app's code in this process reads the same variables, but its log would stand between our lines.
  Object.assign(process.env, env, { LOG_LEVEL: 'silent' });

  progress.update('Starting the web server and the workers');
  running.start('web', webSpec(env));
  const { shopifyApiKey: apiKey, shopifyApiSecret: apiSecret } = state;
  const merchant = new Merchant({ appUrl, shop: demoShop, apiKey, apiSecret, signal });
  await merchant.waitForApp();
  if (ownMitto !== undefined) {
    await registerReports(appUrl, progress);
  }
  await registerReplies(appUrl);
  for (let n = 1; n <= options.workers; n += 1) {
    running.start('worker', workerSpec(n, env));
  }
  const { closeDatabase } = await import('../../app/platform/database.server.ts');
  running.closeApp = closeDatabase;
  const { installShop } = await import('./install.ts');
  const shopId = await installShop(merchant, { shop: demoShop, contacts: state.contacts, progress, signal });
  const mittoLog = ownMitto === undefined ? demoPaths.mittoLog : undefined;
  const shopify = new ShopifyAdmin(shopifyUrl, signal);
  return { merchant, shopId, address: `${shopifyUrl}/`, shopify, mittoLog };
}

async function buildIfStale({ progress, signal }: Stage): Promise<void> {
  if (await isBuildStale()) {
    progress.update('Building the pages');
    await build(signal);
  }
  signal.throwIfAborted();
}

async function startDatabase(fresh: boolean, { running, progress, signal }: Stage): Promise<string> {
  const given = process.env.DATABASE_URL;
  if (given && !/^postgres(ql)?:$/.test(URL.parse(given)?.protocol ?? '')) {
    throw new DemoProblem(
      'DATABASE_URL is no address of a PostgreSQL. Example: DATABASE_URL=postgres://user:password@127.0.0.1:5432/sendbook_demo',
    );
  }
  progress.update(given ? 'Asking for the database' : 'Starting PostgreSQL');
  running.postgres = await ensurePostgres();
  signal.throwIfAborted();
  const { url } = running.postgres;
  await prepareDatabase(url, { demoShop, fresh, report: (line) => progress.update(line) });
  if (fresh) {
    const { state, mittoLog } = demoPaths;
    await Promise.all([state, mittoLog].map((path) => rm(path, { force: true })));
  }
  signal.throwIfAborted();
  return url;
}

/** A shop that has more customers than are asked for keeps them: people are not forgotten by an option. */
async function prepareState(options: DemoOptions, progress: Progress): Promise<DemoState> {
  const asked = options.contacts;
  const before = await readState(demoPaths.state, asked ?? defaultContacts);
  const contacts = Math.max(before.contacts, asked ?? 0);
  if (asked !== undefined && contacts > asked) {
    progress.say(
      `The demo shop has ${number(contacts)} customers and keeps them; --fresh makes one with fewer.`,
    );
  }
  const state = { ...before, contacts };
  await writeState(demoPaths.state, state);
  return state;
}

async function startMitto(appUrl: string, state: DemoState, running: Running): Promise<MittoAccess> {
  const secret = process.env.MITTO_REPORT_SECRET || state.mittoReportSecret;
  const simulator = running.start(
    'simulator',
    simulatorSpec(process.env, state, `${appUrl}/mitto/reports/${secret}`),
  );
  const baseUrl = await simulator.address;
  return { baseUrl, apiKey: state.mittoApiKey, trafficAccountId: state.trafficAccountId };
}

/** Without reports Sendbook asks for each text, so a refusal is worth no more than a line. */
async function registerReports(appUrl: string, progress: Progress): Promise<void> {
  const { registerReports: register } = await import('../../app/platform/mitto/register-reports.server.ts');
  const answer = await register(appUrl);
  if (answer.kind !== 'registered') {
    progress.say(
      `The Mitto server takes no address for delivery reports (${answer.kind}: ${answer.why}); texts are asked for instead.`,
    );
  }
}

/** So that a customer’s STOP can be tried; without it nothing but replies is missing. */
async function registerReplies(appUrl: string): Promise<void> {
  const { registerInbound } = await import('../../app/platform/mitto/register-reports.server.ts');
  await registerInbound(appUrl);
}
