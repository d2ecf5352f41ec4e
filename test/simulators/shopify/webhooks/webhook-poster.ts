import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** One thing that happened. `body` is JSON text: ids of customers are beyond what JSON.stringify writes of a number. */
export type ShopifyEvent = { shop: string; topic: string; body: string; id?: string; triggeredAt?: Date };

export type WebhookFaults = {
  /** How often each is delivered, all with one id. */
  copies: number;
  /** The next so many are never delivered. */
  lose: number;
  /** Holds the next so many back, and lets them go in reverse order. */
  reorder: number;
};

/** Eight tries, as Shopify has; it takes four hours over them, which nobody here waits for. */
const RETRY_MS = [0, 200, 500, 1_000, 2_000, 4_000, 8_000, 16_000];
const TIMEOUT_MS = 5_000;

/** Posts webhooks to the app, signed as Shopify signs them. */
export class WebhookPoster {
  readonly faults: WebhookFaults = { copies: 1, lose: 0, reorder: 0 };
  readonly #address: string;
  readonly #secret: string;
  readonly #enabled: boolean;
  readonly #now: () => Date;
  #held: ShopifyEvent[] = [];
  #closed = false;

  constructor(options: { appUrl: string; secret: string; enabled: boolean; now: () => Date }) {
    this.#address = new URL('/webhooks', options.appUrl).href;
    this.#secret = options.secret;
    this.#enabled = options.enabled;
    this.#now = options.now;
  }

  /** Does not wait for the delivery, and never throws: what the app does with it is the app's. */
  emit(event: ShopifyEvent): void {
    if (!this.#enabled) {
      return;
    }
    const stamped = { ...event, triggeredAt: event.triggeredAt ?? this.#now() };
    if (this.faults.lose > 0) {
      this.faults.lose -= 1;
      return;
    }
    if (this.faults.reorder > 0) {
      this.faults.reorder -= 1;
      this.#held.unshift(stamped);
      if (this.faults.reorder > 0) {
        return;
      }
      for (const held of this.#held.splice(0)) {
        void this.post(held);
      }
      return;
    }
    void this.post(stamped);
  }

  /** Delivers with all repetitions, whether webhooks are switched on or not. @returns the last answer's status; 0: none. */
  async post(event: ShopifyEvent): Promise<number> {
    const headers = this.#headersOf(event);
    let status = 0;
    for (let copy = 0; copy < this.faults.copies; copy += 1) {
      status = await this.#deliver(headers, event.body);
    }
    return status;
  }

  close(): void {
    this.#closed = true;
  }

  #headersOf({ shop, topic, body, id, triggeredAt }: ShopifyEvent): Record<string, string> {
    return {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': shop,
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': id ?? randomUUID(),
      'x-shopify-event-id': randomUUID(),
      'x-shopify-triggered-at': (triggeredAt ?? this.#now()).toISOString(),
      'x-shopify-hmac-sha256': createHmac('sha256', this.#secret).update(body).digest('base64'),
    };
  }

  async #deliver(headers: Record<string, string>, body: string): Promise<number> {
    for (const ms of RETRY_MS) {
      await sleep(ms, undefined, { ref: false });
      const status = this.#closed ? 0 : await this.#once(headers, body);
      if (this.#closed || (status >= 200 && status < 300)) {
        return status;
      }
    }
    return 0;
  }

  async #once(headers: Record<string, string>, body: string): Promise<number> {
    try {
      const response = await fetch(this.#address, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}
