import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { CarrierCallback } from '../core/messaging/carrier-callback.ts';
import { answerText } from './answer-text.ts';
import { MittoSecret, splitUrl } from './mitto-secret.ts';
import { readBody } from './read-body.ts';
import { Tally } from './tally.ts';

/** One kind of callback, and what is said about it: in the log, and to whoever posts something else. */
export type CallbackKind<Item> = {
  /** Where it comes in; the secret follows. */
  at: string;
  limitBytes: number;
  parse(callback: CarrierCallback): { items: Item[]; unreadable: number };
  /** Resolves when they are durable. */
  take(items: Item[]): Promise<void>;
  log: { name: string; refused: string; tooLarge: string; unreadable: string; failed: string };
  answer: { tooLarge: string; nothingFound: string; failed: string };
};

/**
 * Answers one kind of Mitto's callbacks, before and without Remix. 200 only after what it brings is durable, 503 when it could
 * not be written, so that it comes again.
 */
export class MittoCallback<Item> {
  readonly #secret: MittoSecret;
  readonly #kind: CallbackKind<Item>;
  readonly #tally: Tally;

  constructor(secret: string, log: Logger, kind: CallbackKind<Item>) {
    this.#secret = new MittoSecret(secret);
    this.#kind = kind;
    this.#tally = new Tally(log, kind.log.name);
  }

  /** Answers every request, and never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { at, limitBytes, log, answer } = this.#kind;
    if (!this.#secret.opens(request, at)) {
      this.#tally.trouble('refused', log.refused);
      return answerText(response, 404, 'Not found.');
    }
    if (request.method === 'GET' || request.method === 'HEAD') {
      return await this.#take(response, { query: splitUrl(request.url ?? '').query });
    }
    const body = await readBody(request, limitBytes);
    switch (body.kind) {
      case 'gone':
        return;
      case 'too_large':
        this.#tally.trouble('unreadable', log.tooLarge);
        return answerText(response, 413, answer.tooLarge);
      case 'read':
        return await this.#take(response, {
          contentType: request.headers['content-type'],
          body: body.bytes.toString(),
        });
    }
  }

  /** Ends the counting; what was counted is logged. */
  close(): void {
    this.#tally.close();
  }

  async #take(response: ServerResponse, callback: CarrierCallback): Promise<void> {
    const { log, answer } = this.#kind;
    const { items, unreadable } = this.#kind.parse(callback);
    if (unreadable > 0) {
      this.#tally.trouble('unreadable', log.unreadable);
    }
    if (items.length === 0 && unreadable > 0) {
      return answerText(response, 400, answer.nothingFound);
    }
    try {
      await this.#kind.take(items);
    } catch (error) {
      this.#tally.trouble('failed', log.failed, error);
      response.setHeader('retry-after', '5');
      return answerText(response, 503, answer.failed);
    }
    this.#tally.recorded(items.length);
    answerText(response, 200, 'OK');
  }
}
