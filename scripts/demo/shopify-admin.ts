import { z } from 'zod';
import { demoShop } from './environment.ts';
import { DemoProblem } from './problem.ts';

const consent = z.object({ state: z.string() }).nullable();

/** What the merchant does in Shopify's own admin: here at the stand-in, which plays it. */
export class ShopifyAdmin {
  readonly #url: string;
  readonly #signal: AbortSignal;

  constructor(url: string, signal: AbortSignal) {
    this.#url = url;
    this.#signal = signal;
  }

  async changeCustomer(id: string, change: Record<string, unknown>): Promise<void> {
    await this.#post('/_control/customer', { shop: demoShop, id, change });
  }

  /** The word for a customer's consent. */
  async consentOf(id: string): Promise<string | undefined> {
    const query = new URLSearchParams({ shop: demoShop, id });
    const response = await fetch(`${this.#url}/_control/consent?${query}`, { signal: this.#signal });
    return consent.parse(await response.json())?.state;
  }

  /** Presses Approve on the page that asks for a payment. */
  async approveCharge(confirmationUrl: string): Promise<void> {
    const url = new URL(confirmationUrl).pathname.replace(/\/confirm$/, '/approve');
    await this.#post(url, {});
  }

  async #post(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: this.#signal,
    });
    if (response.status >= 400) {
      throw new DemoProblem(`Shopify's stand-in refused ${path}: ${await response.text()}`);
    }
  }
}
