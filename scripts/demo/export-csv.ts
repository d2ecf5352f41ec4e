import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { safeCsv } from '../../app/core/imports/cell.ts';
import type { RecipientFact } from './facts.ts';
import { DemoProblem } from './problem.ts';

const columns = ['number', 'status', 'reason', 'mitto_id', 'parts', 'credits'];

/** A header and one line for each recipient. */
export function csvLines(recipients: Iterable<RecipientFact>): Readable {
  return Readable.from(rowsOf(recipients)).pipe(stringify({ header: true, columns, ...safeCsv, cast }));
}

/** @throws DemoProblem when the file can't be written. */
export async function exportCsv(file: string, recipients: Iterable<RecipientFact>): Promise<void> {
  try {
    await pipeline(csvLines(recipients), createWriteStream(file));
  } catch (error) {
    throw new DemoProblem(`${file} can't be written: ${error instanceof Error ? error.message : error}`);
  }
}

function* rowsOf(recipients: Iterable<RecipientFact>) {
  for (const one of recipients) {
    yield [one.phone, one.state, one.reason, one.messageId, one.parts, one.credits];
  }
}

/**
 * A plus and digits can only ever be a number, so it stays as programs read it; anything else is a cell like
 * others.
 */
const cast = {
  string: (value: string) => (/^\+\d{5,15}$/.test(value) ? value : safeCsv.cast.string(value)),
};
