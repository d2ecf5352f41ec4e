import type { Logger } from 'pino';
import { type DeliveryReport, parseDeliveryReports } from '../core/delivery/delivery-reports.ts';
import { reportsPath } from '../platform/mitto/report-address.ts';
import { MittoCallback } from './mitto-callback.ts';
import type { Shell } from './shell.ts';

const limitBytes = 5_000_000;

/** Mitto's delivery callback: reports of what became of texts. */
export class MittoReports extends MittoCallback<DeliveryReport> {
  constructor(options: { secret: string; record: Shell['recordReports']; log: Logger }) {
    super(options.secret, options.log, {
      at: reportsPath,
      limitBytes,
      parse(callback) {
        const { reports, unreadable } = parseDeliveryReports(callback);
        return { items: reports, unreadable };
      },
      take: options.record,
      log: {
        name: 'delivery callbacks',
        refused: 'a delivery report came with a wrong secret; is the address at Mitto outdated?',
        tooLarge: `a delivery callback was larger than ${limitBytes} bytes`,
        unreadable: 'a delivery callback, or a part of it, could not be read',
        failed: 'delivery reports could not be written; Mitto is asked to send them again',
      },
      answer: {
        tooLarge: `The body is larger than ${limitBytes} bytes. Send fewer reports at once.`,
        nothingFound:
          'No delivery report found. Expected JSON (an object or a list) or form fields, each with messageId and deliveryStatus.',
        failed: 'The reports could not be stored. Please send them again.',
      },
    });
  }
}
