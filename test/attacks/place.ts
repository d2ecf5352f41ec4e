import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { reviewedCampaign } from '../bench/send-campaign.ts';
import { testVariables } from '../setup/variables.ts';
import { startMittoSimulator } from '../simulators/mitto/start.ts';
import { mintSessionToken } from '../simulators/shopify/session-token.ts';
import { type ShopifyStandIn, startShopifyStandIn } from '../simulators/shopify/start.ts';
import { freePort } from '../support/free-port.ts';
import { AttackedProcess } from './attacked-process.ts';

const credentials = { apiKey: testVariables.SHOPIFY_API_KEY, apiSecret: testVariables.SHOPIFY_API_SECRET };
const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';
/** The campaign of the one who is not attacking goes on for longer than all attacks together. */
const TEXTS_PER_CALL = 25;
const VICTIMS = 60_000;

export type Shop = { id: number; domain: string };

/** The product as it runs, with two shops: alpha has a campaign going on, beta is whose merchant attacks. */
export type Place = {
  port: number;
  /** Where the app is, and where links of texts are. */
  appUrl: string;
  linkUrl: string;
  secret: string;
  pool: pg.Pool;
  web: AttackedProcess;
  worker: AttackedProcess;
  shopify: ShopifyStandIn;
  alpha: Shop;
  beta: Shop;
  /** A request of beta's merchant, with a fresh session token. */
  asBeta(path: string, init?: RequestInit): Promise<Response>;
  sessionToken(shop: Shop): string;
  /** A webhook as Shopify posts it. */
  webhook(topic: string, shop: Shop, payload: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Opt-out codes of alpha's customers, each for one press. */
  codes: string[];
  /** How many of alpha's texts have been handed over. */
  handedOver(): Promise<number>;
  /** How alpha's campaign stands, for whoever asks why it stood still. */
  victimState(): Promise<string>;
  /** The environment of the processes, to start others with. */
  env: NodeJS.ProcessEnv;
  close(): Promise<void>;
};

/** @param databaseUrl of a fresh, migrated database. */
export async function openPlace(databaseUrl: string, betaContacts: number): Promise<Place> {
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const linkUrl = `http://localhost:${port}`;
  const domains = ['alpha.myshopify.com', 'beta.myshopify.com'];
  const shopify = await startShopifyStandIn({ appUrl, ...credentials, shops: domains, customers: 3 });
  const secret = testVariables.MITTO_REPORT_SECRET;
  const mitto = await startMittoSimulator({
    apiKey: testVariables.MITTO_API_KEY,
    reportUrl: `${appUrl}/mitto/reports/${secret}`,
    settings: { reports: { share: 0 } },
  });
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...testVariables,
    LOG_LEVEL: 'info',
    DATABASE_URL: databaseUrl,
    DATABASE_WAIT_SECONDS: '30',
    PORT: String(port),
    SHOPIFY_APP_URL: appUrl,
    LINK_DOMAIN: `localhost:${port}`,
    SHOPIFY_SIM_ORIGIN: shopify.url,
    APP_BRIDGE_URL: shopify.appBridgeUrl,
    MITTO_API_BASE_URL: mitto.url,
    MITTO_TIMEOUT_MS: '15000',
    MITTO_REQUESTS_PER_SECOND: '2',
    SMS_BATCH_SIZE: String(TEXTS_PER_CALL),
  };
  // The campaign is made by the product's own code, in this process.
  Object.assign(process.env, env);
  const web = new AttackedProcess('app/server/index.ts', env);
  const worker = new AttackedProcess('workers/index.ts', env);
  await untilReady(`${appUrl}/readyz`, web);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });

  const sessionToken = ({ domain }: { domain: string }) => mintSessionToken({ ...credentials, shop: domain });
  const visit = (domain: string, path: string, init: RequestInit = {}) =>
    fetch(appUrl + path, {
      redirect: 'manual',
      ...init,
      headers: {
        'user-agent': BROWSER,
        authorization: `Bearer ${sessionToken({ domain })}`,
        ...Object.fromEntries(new Headers(init.headers)),
      },
    });
  const [alpha, beta] = await Promise.all(
    domains.map(async (domain): Promise<Shop> => {
      await visit(domain, '/app.data');
      const { rows } = await pool.query<{ id: number }>('SELECT id::integer FROM shop WHERE domain = $1', [
        domain,
      ]);
      return { id: rows[0]?.id ?? 0, domain };
    }),
  );
  if (alpha === undefined || beta === undefined || alpha.id === 0 || beta.id === 0) {
    throw new Error(`the shops could not be installed:\n${web.lastWords()}`);
  }
  await addPeople(pool, alpha.id, VICTIMS);
  await addPeople(pool, beta.id, betaContacts);
  const codes = await startVictim(pool, alpha.id);
  return {
    port,
    appUrl,
    linkUrl,
    secret,
    pool,
    web,
    worker,
    shopify,
    alpha,
    beta,
    asBeta: (path, init) => visit(beta.domain, path, init),
    sessionToken,
    webhook: (topic, shop, payload, headers = {}) => {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
      return fetch(`${appUrl}/webhooks`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-shopify-topic': topic,
          'x-shopify-shop-domain': shop.domain,
          'x-shopify-webhook-id': crypto.randomUUID(),
          'x-shopify-triggered-at': new Date().toISOString(),
          'x-shopify-hmac-sha256': createHmac('sha256', credentials.apiSecret).update(body).digest('base64'),
          ...headers,
        },
      });
    },
    codes,
    async handedOver() {
      const { rows } = await pool.query<{ n: number }>(
        'SELECT count(*)::integer AS n FROM message WHERE shop_id = $1',
        [alpha.id],
      );
      return rows[0]?.n ?? 0;
    },
    async victimState() {
      const { rows } = await pool.query<{ state: string }>(
        `SELECT k.status || ', ' || (
           SELECT string_agg(b.status || ' ' || b.n, ', ') FROM (
             SELECT status, count(*) AS n FROM send_batch WHERE campaign_id = k.id GROUP BY 1) AS b)
           || coalesce(', left out: ' || (
             SELECT string_agg(DISTINCT reason, ', ') FROM recipient_omission WHERE campaign_id = k.id), '') AS state
         FROM campaign k WHERE k.shop_id = $1`,
        [alpha.id],
      );
      return rows.map(({ state }) => state).join('; ');
    },
    env,
    async close() {
      await Promise.all([web.stop(), worker.stop()]);
      const { closeDatabase } = await import('../../app/platform/database.server.ts');
      await closeDatabase();
      await pool.end();
      await Promise.all([mitto.discard(), shopify.stop()]);
    },
  };
}

async function addPeople(pool: pg.Pool, shopId: number, count: number): Promise<void> {
  await pool.query(
    // Without an id of Shopify's: the stand-in does not have them, and the reading of customers would end their consent.
    `INSERT INTO contact (shop_id, first_name, last_name, phone, phone_country, consent)
     SELECT $1, 'Maria', 'Papadopoulou', 306900000000 + i, 'GR', 'subscribed'
     FROM generate_series(1, $2::integer) AS i`,
    [shopId, count],
  );
  const { grantCredits } = await import('../../app/features/credits/grant-credits.server.ts');
  await grantCredits(shopId, 500_000, { by: 'operator', why: 'attacks', commandId: 'attacks' });
  await pool.query('ANALYZE contact');
}

/** Alpha's campaign, under way. @returns codes of the opt-out links of its last recipients, who wait for hours. */
async function startVictim(pool: pg.Pool, shopId: number): Promise<string[]> {
  const campaignId = await reviewedCampaign(shopId, 'Twenty percent off: https://shop.example/sale');
  const quoted = await until(async () => {
    const { rows } = await pool.query<{ version: number }>(
      `SELECT stream_version::integer AS version FROM campaign WHERE id = $1 AND status = 'quoted'`,
      [campaignId],
    );
    return rows[0];
  });
  const { confirmCampaign } = await import('../../app/features/campaigns/confirm-campaign.server.ts');
  await confirmCampaign(shopId, campaignId, { version: quoted.version, startAt: null });
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id::integer FROM campaign_link WHERE campaign_id = $1 AND destination IS NULL',
    [campaignId],
  );
  const { sealLinks } = await import('../../app/platform/link-codes.server.ts');
  return sealLinks(
    rows[0]?.id ?? 0,
    Array.from({ length: 5_000 }, (_, i) => VICTIMS - i),
  );
}

async function untilReady(url: string, web: AttackedProcess): Promise<void> {
  await until(async () => {
    if (!web.isAlive()) {
      throw new Error(`the web process ended:\n${web.lastWords()}`);
    }
    const answer = await fetch(url).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  });
}

/** Asks until there is an answer, for two minutes at most. */
export async function until<T>(ask: () => Promise<T | undefined>, seconds = 120): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
  }
  throw new Error(`nothing came within ${seconds} s`);
}

/** How many files a process may have open here, which is how many connections an attacker has. */
export const filesMost = (): number =>
  Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1_024);
