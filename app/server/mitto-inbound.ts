import { type InboundText, parseInboundTexts } from '../core/consent/inbound-text.ts';
import { inboundPath } from '../platform/mitto/report-address.ts';
import { type CallbackOptions, MittoCallback } from './mitto-callback.ts';
import type { Shell } from './shell.ts';

/** The texts that customers send back. They are taken when a no among them is in force. */
export class MittoInbound extends MittoCallback<InboundText> {
  constructor(options: CallbackOptions & { take: Shell['takeInbound'] }) {
    super(options, {
      at: inboundPath,
      parse(callback) {
        const { texts, unreadable } = parseInboundTexts(callback);
        return { items: texts, unreadable };
      },
      take: options.take,
      log: {
        name: 'inbound texts',
        refused: 'an inbound text came with a wrong secret; is the address at Mitto outdated?',
        unreadable: 'an inbound text, or a part of a callback with some, could not be read',
        failed: 'inbound texts could not be written; Mitto is asked to send them again',
      },
      answer: {
        nothingFound:
          'No inbound text found. Expected JSON (an object or a list) or form fields, each with from and text.',
        failed: 'The texts could not be stored. Please send them again.',
      },
    });
  }
}
