import { z } from 'zod';
import { optionsSchema } from './options.ts';
import { listen, type RunningServer } from './server.ts';
import { mintSessionToken } from './session-token.ts';

export const SHOP = 'demo.myshopify.com';
export const OTHER = 'other.myshopify.com';
export const APP = { apiKey: 'key', apiSecret: 'secret' };

const options = optionsSchema.parse({
  ...APP,
  appUrl: 'http://127.0.0.1:3000',
  shops: [SHOP, OTHER],
  customers: 600,
});

/** A stand-in of two shops with a clock to set, and the calls an app makes to it. */
export class TestShop {
  clock = new Date('2026-11-24T10:00:00Z');
  #server: RunningServer | undefined;

  get url(): string {
    if (this.#server === undefined) {
      throw new Error('start() comes first');
    }
    return this.#server.url;
  }

  async start(): Promise<void> {
    this.#server = await listen(options, () => this.clock);
  }

  async stop(): Promise<void> {
    await this.#server?.close();
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sim-shop': SHOP, ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  exchange(overrides: Record<string, unknown> = {}, shop = SHOP) {
    const grant = {
      client_id: APP.apiKey,
      client_secret: APP.apiSecret,
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: mintSessionToken({ shop, ...APP, now: this.clock }),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
      expiring: '1',
      ...overrides,
    };
    return this.post('/admin/oauth/access_token', grant, { 'x-sim-shop': shop });
  }

  refresh(refreshToken: string) {
    return this.post('/admin/oauth/access_token', {
      client_id: APP.apiKey,
      client_secret: APP.apiSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
  }

  /** With a new access token, unless one is given. */
  async graphql(query: string, variables: Record<string, unknown> = {}, token?: string, shop = SHOP) {
    const accessToken = token ?? z.string().parse((await this.exchange({}, shop)).body.access_token);
    return this.post(
      '/admin/api/2026-10/graphql.json',
      { query, variables },
      { 'x-shopify-access-token': accessToken, 'x-sim-shop': shop },
    );
  }
}
