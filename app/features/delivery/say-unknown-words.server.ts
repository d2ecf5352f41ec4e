import type { DeliveryReport } from '../../core/delivery/delivery-reports.ts';
import { log } from '../../platform/log.server.ts';

/** Whoever has the reports' address can make up words without end. */
const WORDS_MOST = 50;
/** What stands in place of a word may be a text or a number, and neither belongs in a log. */
const PLAIN_WORD = /^[a-z][a-z _-]{0,29}$/i;
const NOT_A_WORD = '(not a plain word)';

const told = new Set<string>();

/**
 * Tells the operator of words for a text's state that we do not know, each once a process: such a word ends nothing, so a
 * final one among them costs the merchant a credit a text until somebody adds it to delivery-status.ts.
 */
export function sayUnknownWords(reports: readonly DeliveryReport[]): void {
  for (const { status, word } of reports) {
    const name = PLAIN_WORD.test(word) ? word.toLowerCase() : NOT_A_WORD;
    if (status === 'unrecognised' && !told.has(name) && told.size < WORDS_MOST) {
      told.add(name);
      log.warn({ word: name, alert: 'unknown_delivery_word' }, 'Mitto reports a state that we do not know');
    }
  }
}
