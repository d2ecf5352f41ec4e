import { setTimeout as sleep } from 'node:timers/promises';
import { mintSessionToken, openAppUrl } from '../../test/simulators/shopify/session-token.ts';
import { DemoProblem } from './problem.ts';

/** Shopify's library answers 410 to whatever looks like a program. */
const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const patienceMs = 60_000;
const leaveHeader = 'x-shopify-api-request-failure-reauthorize-url';

export type MerchantOptions = {
  appUrl: string;
  shop: string;
  apiKey: string;
  apiSecret: string;
  signal: AbortSignal;
};
export type Page = { status: number; html: string };

/**
 * The merchant's browser: opens the pages of the app and submits their forms, with the session tokens that App Bridge
 * would get from Shopify. It knows nothing but what the pages say.
 */
export class Merchant {
  readonly #options: MerchantOptions;

  constructor(options: MerchantOptions) {
    this.#options = options;
  }

  /** Waits until the web server answers. */
  async waitForApp(): Promise<void> {
    const { appUrl, signal } = this.#options;
    const until = performance.now() + patienceMs;
    for (;;) {
      const up = await fetch(`${appUrl}/healthz`, { signal }).then(
        (response) => response.ok,
        () => false,
      );
      if (up) {
        return;
      }
      signal.throwIfAborted();
      if (performance.now() > until) {
        throw new DemoProblem(`The web server did not answer within ${patienceMs / 1000} s.`);
      }
      await sleep(150, undefined, { signal });
    }
  }

  /** Opens the app out of Shopify's admin, as the first request of all: it installs the shop. */
  async openApp(): Promise<Page> {
    const { appUrl, shop, apiKey, apiSecret } = this.#options;
    const response = await this.#fetch(openAppUrl({ appUrl, shop, apiKey, apiSecret }), {});
    return await pageOf(response);
  }

  /** Goes to a page of the app. */
  async get(path: string): Promise<Page> {
    const response = await this.#fetch(this.#address(path), { headers: this.#bearer() });
    return await pageOf(response);
  }

  /** Submits a form of a page: where it led to, also out of the app, or the page with what was wrong. */
  async submit(
    path: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ kind: 'led'; to: string } | { kind: 'left'; to: string } | { kind: 'stayed'; page: Page }> {
    const { appUrl } = this.#options;
    const response = await this.#fetch(this.#address(path), {
      method: 'POST',
      headers: { ...this.#bearer(), origin: appUrl },
      body: new URLSearchParams(fields),
    });
    // App Bridge takes the whole window there.
    const outside = response.headers.get(leaveHeader);
    if (outside !== null) {
      await response.arrayBuffer();
      return { kind: 'left', to: outside };
    }
    const to = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && to !== null) {
      // Read to its end, so that the connection can be used again and closed in peace.
      await response.arrayBuffer();
      return { kind: 'led', to: new URL(to, appUrl).pathname };
    }
    return { kind: 'stayed', page: await pageOf(response) };
  }

  #address(path: string): string {
    return new URL(path, this.#options.appUrl).href;
  }

  #bearer(): Record<string, string> {
    const { shop, apiKey, apiSecret } = this.#options;
    return { authorization: `Bearer ${mintSessionToken({ shop, apiKey, apiSecret })}` };
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const { signal } = this.#options;
    const { pathname } = new URL(url);
    try {
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        headers: { accept: 'text/html', 'user-agent': browser, ...init.headers },
        signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      });
      if (response.status < 400 || response.headers.has(leaveHeader)) {
        return response;
      }
      await response.arrayBuffer();
      throw new DemoProblem(
        `The app answered ${response.status} to ${init.method ?? 'GET'} ${pathname}; .data/logs/web.log says why.`,
      );
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DemoProblem) {
        throw error;
      }
      const why = error instanceof Error ? error.message : String(error);
      throw new DemoProblem(`The app did not answer ${init.method ?? 'GET'} ${pathname}: ${why}`);
    }
  }
}

async function pageOf(response: Response): Promise<Page> {
  return { status: response.status, html: await response.text() };
}

/** The value of an input of a page; undefined when the page has none of that name. */
export function inputValue(html: string, name: string): string | undefined {
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    if (new RegExp(`\\sname="${name}"`).test(tag)) {
      return /\svalue="([^"]*)"/.exec(tag)?.[1];
    }
  }
  return undefined;
}
