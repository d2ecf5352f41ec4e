import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { CarrierCallback } from '../core/messaging/carrier-callback.ts';
import { answerText } from './answer-text.ts';
import type { ByteBudget } from './byte-budget.ts';
import { MittoSecret, splitUrl } from './mitto-secret.ts';
import { readBody } from './read-body.ts';
import { refuseBody, unreadBodies } from './refuse-body.ts';
import { refuseStranger } from './refuse-stranger.ts';
import type { StrangerLimit } from './stranger-limit.ts';
import { Tally } from './tally.ts';

/** One kind of callback, and what is said about it: in the log, and to whoever posts something else. */
export type CallbackKind<Item> = {
  /** Where it comes in; the secret follows. */
  at: string;
  parse(callback: CarrierCallback): { items: Item[]; unreadable: number };
  /** Resolves when they are durable. */
  take(items: Item[]): Promise<void>;
  log: { name: string; refused: string; unreadable: string; failed: string };
  answer: { nothingFound: string; failed: string };
};

export type CallbackOptions = { secret: string; log: Logger; budget: ByteBudget; strangers: StrangerLimit };

/** A report has some 300 bytes; what is larger than 3,000 of them is none of Mitto's. */
export const CALLBACK_BYTES_MOST = 1_000_000;
const CALLBACK_MS_MOST = 15_000;

/**
 * Answers one kind of Mitto's callbacks, before and without Remix. 200 only after what it brings is durable, 503 when it could
 * not be written, so that it comes again.
 */
export class MittoCallback<Item> {
  readonly #secret: MittoSecret;
  readonly #kind: CallbackKind<Item>;
  readonly #tally: Tally;
  readonly #budget: ByteBudget;
  readonly #strangers: StrangerLimit;

  constructor({ secret, log, budget, strangers }: CallbackOptions, kind: CallbackKind<Item>) {
    this.#secret = new MittoSecret(secret);
    this.#kind = kind;
    this.#tally = new Tally(log, kind.log.name);
    this.#budget = budget;
    this.#strangers = strangers;
  }

  /** Answers every request. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { at, log } = this.#kind;
    if (!this.#secret.opens(request, at)) {
      this.#tally.trouble('refused', log.refused);
      return await refuseStranger(this.#strangers, request, response, { status: 404, text: 'Not found.' });
    }
    if (request.method === 'GET' || request.method === 'HEAD') {
      return await this.#take(response, { query: splitUrl(request.url ?? '').query });
    }
    const body = await readBody(request, {
      bytes: CALLBACK_BYTES_MOST,
      ms: CALLBACK_MS_MOST,
      budget: this.#budget,
    });
    if (body.kind === 'read') {
      const contentType = request.headers['content-type'];
      return await this.#take(response, { contentType, body: body.bytes.toString() });
    }
    if (body.kind !== 'gone') {
      this.#tally.trouble('unreadable', `${log.name}: ${unreadBodies[body.kind].text}`);
      refuseBody(response, body.kind);
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
