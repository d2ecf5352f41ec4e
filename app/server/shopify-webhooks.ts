import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { type ReceivedWebhook, readWebhook } from '../platform/shopify/read-webhook.ts';
import { answerText } from './answer-text.ts';
import { readBody } from './read-body.ts';
import type { Shell } from './shell.ts';
import { Tally } from './tally.ts';

const bodyLimitBytes = 10_000_000;

/**
 * Takes Shopify's webhooks, before and without Remix: Shopify gives five seconds, counts everything but 2xx as a failure and
 * ends after eight of them. 200 means stored; what it leads to is a job's work.
 */
export class ShopifyWebhooks {
  readonly #secrets: readonly string[];
  readonly #take: Shell['takeWebhook'];
  readonly #tally: Tally;

  constructor(options: { secrets: readonly string[]; take: Shell['takeWebhook']; log: Logger }) {
    this.#secrets = options.secrets;
    this.#take = options.take;
    this.#tally = new Tally(options.log, 'webhooks of Shopify');
  }

  /** Answers every request, and never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return answerText(response, 405, 'Webhooks are posted.');
    }
    const body = await readBody(request, bodyLimitBytes);
    if (body.kind === 'gone') {
      return;
    }
    if (body.kind === 'too_large') {
      this.#tally.trouble('unreadable', `a webhook of Shopify was larger than ${bodyLimitBytes} bytes`);
      return answerText(response, 413, `The body is larger than ${bodyLimitBytes} bytes.`);
    }
    const read = readWebhook(request.headers, body.bytes, this.#secrets);
    if (read.kind === 'read') {
      return await this.#store(response, read.webhook);
    }
    if (read.kind === 'forged') {
      this.#tally.trouble(
        'refused',
        'a webhook came with a wrong signature; is SHOPIFY_API_SECRET outdated?',
      );
      return answerText(response, 401, 'The signature is wrong.');
    }
    this.#tally.trouble('unreadable', 'a webhook was signed, but lacks the headers that say what it is');
    answerText(response, 400, 'X-Shopify-Topic, -Shop-Domain and -Webhook-Id are needed.');
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
