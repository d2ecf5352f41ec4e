import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { RecipientFact } from './facts.ts';
import { DemoProblem } from './problem.ts';

const columns = ['number', 'status', 'reason', 'mitto_id', 'parts', 'credits'];

/** A header and one line for each recipient. */
export function csvLines(recipients: Iterable<RecipientFact>): Readable {
  return Readable.from(rowsOf(recipients)).pipe(stringify({ header: true, columns }));
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
    yield [
      numberCell(one.phone),
      one.state,
      textCell(one.reason ?? ''),
      textCell(one.messageId ?? ''),
      one.parts,
      one.credits,
    ];
  }
}

/** A plus and digits can only ever be a number, so it stays as programs read it; anything else is treated as text. */
const numberCell = (phone: string | null): string =>
  phone === null || /^\+\d{5,15}$/.test(phone) ? (phone ?? '') : textCell(phone);

/**
 * A spreadsheet runs cells that begin like a formula; an apostrophe in front makes them text (OWASP, "CSV injection").
 * The stringifier's own escape_formulas would do it to the numbers too.
 */
const textCell = (text: string): string =>
  /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
