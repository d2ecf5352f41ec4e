import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { isSignature, type ReceivedWebhook, readWebhook } from '../platform/shopify/read-webhook.ts';
import { answerText } from './answer-text.ts';
import type { ByteBudget } from './byte-budget.ts';
import { readBody } from './read-body.ts';
import { refuseBody, unreadBodies } from './refuse-body.ts';
import { refuseStranger } from './refuse-stranger.ts';
import type { Shell } from './shell.ts';
import type { StrangerLimit } from './stranger-limit.ts';
import { Tally } from './tally.ts';

/** `shopify.app.toml` narrows payloads to ids; the largest that cannot be narrowed, a data request, names orders. */
const BODY_BYTES_MOST = 1_000_000;
const BODY_MS_MOST = 10_000;

/**
 * Takes Shopify's webhooks, before and without Remix: Shopify gives five seconds, counts everything but 2xx as a failure and
 * ends after eight of them. 200 means stored; what it leads to is a job's work.
 */
export class ShopifyWebhooks {
  readonly #secrets: readonly string[];
  readonly #take: Shell['takeWebhook'];
  readonly #tally: Tally;
  readonly #budget: ByteBudget;
  readonly #strangers: StrangerLimit;

  constructor(options: {
    secrets: readonly string[];
    take: Shell['takeWebhook'];
    log: Logger;
    budget: ByteBudget;
    strangers: StrangerLimit;
  }) {
    this.#secrets = options.secrets;
    this.#take = options.take;
    this.#budget = options.budget;
    this.#strangers = options.strangers;
    this.#tally = new Tally(options.log, 'webhooks of Shopify');
  }

  /** Answers every request, and never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return answerText(response, 405, 'Webhooks are posted.');
    }
    // Whoever has no signature is not read: the body is the only thing here that costs memory.
    if (!isSignature(request.headers)) {
      return await this.#refuse(request, response);
    }
    const limits = { bytes: BODY_BYTES_MOST, ms: BODY_MS_MOST, budget: this.#budget };
    const body = await readBody(request, limits);
    if (body.kind === 'gone') {
      return;
    }
    if (body.kind !== 'read') {
      this.#tally.trouble('unreadable', `webhooks of Shopify: ${unreadBodies[body.kind].text}`);
      return refuseBody(response, body.kind);
    }
    const read = readWebhook(request.headers, body.bytes, this.#secrets, new Date());
    if (read.kind === 'read') {
      return await this.#store(response, read.webhook);
    }
    if (read.kind === 'forged') {
      return await this.#refuse(request, response);
    }
    this.#tally.trouble('unreadable', `a signed webhook was refused: ${read.why}`);
    answerText(response, read.status, read.why);
  }

  async #refuse(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#tally.trouble('refused', 'a webhook came with a wrong signature; is SHOPIFY_API_SECRET outdated?');
    await refuseStranger(this.#strangers, request, response, {
      status: 401,
      text: 'The signature is wrong.',
    });
  }

  async #store(response: ServerResponse, webhook: ReceivedWebhook): Promise<void> {
    try {
      await this.#take(webhook);
    } catch (error) {
      this.#tally.trouble('failed', 'a webhook could not be stored; Shopify sends it again', error);
      response.setHeader('retry-after', '5');
      return answerText(response, 503, 'The webhook could not be stored. Please send it again.');
    }
    this.#tally.recorded(1);
    answerText(response, 200, 'OK');
  }

  /** Ends the counting; what was counted is logged. */
  close(): void {
    this.#tally.close();
  }
}
