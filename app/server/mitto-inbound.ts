import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { parseInboundTexts } from '../core/consent/inbound-text.ts';
import { inboundPath } from '../platform/mitto/report-address.ts';
import { answerText } from './answer-text.ts';
import { MittoSecret, splitUrl } from './mitto-secret.ts';
import { readBody } from './read-body.ts';
import type { Shell } from './shell.ts';
import { Tally } from './tally.ts';

const bodyLimitBytes = 1_000_000;

/**
 * Takes the texts that customers send back, before and without Remix. 200 only when a no among them is in force, 503 when it
 * could not be written, so that it comes again.
 */
export class MittoInbound {
  readonly #secret: MittoSecret;
  readonly #take: Shell['takeInbound'];
  readonly #tally: Tally;

  constructor(options: { secret: string; take: Shell['takeInbound']; log: Logger }) {
    this.#secret = new MittoSecret(options.secret);
    this.#take = options.take;
    this.#tally = new Tally(options.log, 'inbound texts');
  }

  /** Answers every request, and never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#secret.opens(request, inboundPath)) {
      this.#tally.trouble(
        'refused',
        'an inbound text came with a wrong secret; is the address at Mitto outdated?',
      );
      return answerText(response, 404, 'Not found.');
    }
    if (request.method === 'GET' || request.method === 'HEAD') {
      return await this.#read(response, { query: splitUrl(request.url ?? '').query });
    }
    const body = await readBody(request, bodyLimitBytes);
    switch (body.kind) {
      case 'gone':
        return;
      case 'too_large':
        this.#tally.trouble('unreadable', `inbound texts were larger than ${bodyLimitBytes} bytes`);
        return answerText(response, 413, `The body is larger than ${bodyLimitBytes} bytes.`);
      case 'read':
        return await this.#read(response, {
          contentType: request.headers['content-type'],
          body: body.bytes.toString(),
        });
    }
  }

  /** Ends the counting; what was counted is logged. */
  close(): void {
    this.#tally.close();
  }

  async #read(response: ServerResponse, callback: Parameters<typeof parseInboundTexts>[0]): Promise<void> {
    const { texts, unreadable } = parseInboundTexts(callback);
    if (unreadable > 0) {
      this.#tally.trouble(
        'unreadable',
        'an inbound text, or a part of a callback with some, could not be read',
      );
    }
    if (texts.length === 0 && unreadable > 0) {
      return answerText(
        response,
        400,
        'No inbound text found. Expected JSON (an object or a list) or form fields, each with from and text.',
      );
    }
    try {
      await this.#take(texts);
    } catch (error) {
      this.#tally.trouble(
        'failed',
        'inbound texts could not be written; Mitto is asked to send them again',
        error,
      );
      response.setHeader('retry-after', '5');
      return answerText(response, 503, 'The texts could not be stored. Please send them again.');
    }
    this.#tally.recorded(texts.length);
    answerText(response, 200, 'OK');
  }
}
