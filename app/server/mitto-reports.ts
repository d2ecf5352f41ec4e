import { type DeliveryReport, parseDeliveryReports } from '../core/delivery/delivery-reports.ts';
import { reportsPath } from '../platform/mitto/report-address.ts';
import { type CallbackOptions, MittoCallback } from './mitto-callback.ts';
import type { Shell } from './shell.ts';

/** Mitto's delivery callback: reports of what became of texts. */
export class MittoReports extends MittoCallback<DeliveryReport> {
  constructor(options: CallbackOptions & { record: Shell['recordReports'] }) {
    super(options, {
      at: reportsPath,
      parse(callback) {
        const { reports, unreadable } = parseDeliveryReports(callback);
        return { items: reports, unreadable };
      },
      take: options.record,
      log: {
        name: 'delivery callbacks',
        refused: 'a delivery report came with a wrong secret; is the address at Mitto outdated?',
        unreadable: 'a delivery callback, or a part of it, could not be read',
        failed: 'delivery reports could not be written; Mitto is asked to send them again',
      },
      answer: {
        nothingFound:
          'No delivery report found. Expected JSON (an object or a list) or form fields, each with messageId and deliveryStatus.',
        failed: 'The reports could not be stored. Please send them again.',
      },
    });
  }
}
