import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { parseDeliveryReports } from '../core/delivery/delivery-reports.ts';
import { reportsPath } from '../platform/mitto/report-address.ts';
import { answerText } from './answer-text.ts';
import { MittoSecret, splitUrl } from './mitto-secret.ts';
import { readBody } from './read-body.ts';
import type { Shell } from './shell.ts';
import { Tally } from './tally.ts';

const bodyLimitBytes = 5_000_000;

/**
 * Answers Mitto's delivery callback, before and without Remix. 200 only after the reports are durable, 503 when they
 * could not be written, so that they come again.
 */
export class MittoReports {
  readonly #secret: MittoSecret;
  readonly #record: Shell['recordReports'];
  readonly #tally: Tally;

  constructor(options: { secret: string; record: Shell['recordReports']; log: Logger }) {
    this.#secret = new MittoSecret(options.secret);
    this.#record = options.record;
    this.#tally = new Tally(options.log, 'delivery callbacks');
  }

  /** Answers every request, and never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#secret.opens(request, reportsPath)) {
      this.#tally.trouble(
        'refused',
        'a delivery report came with a wrong secret; is the address at Mitto outdated?',
      );
      return answerText(response, 404, 'Not found.');
    }
    if (request.method === 'GET' || request.method === 'HEAD') {
      return await this.#take(response, { query: splitUrl(request.url ?? '').query });
    }
    const body = await readBody(request, bodyLimitBytes);
    switch (body.kind) {
      case 'gone':
        return;
      case 'too_large':
        this.#tally.trouble('unreadable', `a delivery callback was larger than ${bodyLimitBytes} bytes`);
        return answerText(
          response,
          413,
          `The body is larger than ${bodyLimitBytes} bytes. Send fewer reports at once.`,
        );
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

  async #take(response: ServerResponse, callback: Parameters<typeof parseDeliveryReports>[0]): Promise<void> {
    const { reports, unreadable } = parseDeliveryReports(callback);
    if (unreadable > 0) {
      this.#tally.trouble('unreadable', 'a delivery callback, or a part of it, could not be read');
    }
    if (reports.length === 0 && unreadable > 0) {
      return answerText(
        response,
        400,
        'No delivery report found. Expected JSON (an object or a list) or form fields, each with messageId and deliveryStatus.',
      );
    }
    try {
      await this.#record(reports);
    } catch (error) {
      this.#tally.trouble(
        'failed',
        'delivery reports could not be written; Mitto is asked to send them again',
        error,
      );
      response.setHeader('retry-after', '5');
      return answerText(response, 503, 'The reports could not be stored. Please send them again.');
    }
    this.#tally.recorded(reports.length);
    answerText(response, 200, 'OK');
  }
}
