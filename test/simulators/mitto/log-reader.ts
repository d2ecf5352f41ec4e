import { createReadStream } from 'node:fs';
import { type LogLine, logLineSchema } from './log-format.ts';

export const NEWLINE = 0x0a;

export interface PlacedLine {
  line: LogLine;
  /** Byte offset of the line in the file, and its length without the newline. */
  offset: number;
  bytes: number;
}

/**
 * Every finished line of a log, in order, a chunk of the file in memory at a time. A last line without its
 * newline is left out: it is being written, or a crash cut it short before anybody was answered.
 * Throws, naming the line, when a finished line is not one of ours.
 */
export async function* readLog(path: string): AsyncGenerator<PlacedLine> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  let number = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const data: Buffer = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, start)) {
      number += 1;
      const line = parseLine(data.toString('utf8', start, end), path, number);
      yield { line, offset: offset + start, bytes: end - start };
      start = end + 1;
    }
    rest = data.subarray(start);
    offset += start;
  }
}

function parseLine(text: string, path: string, number: number): LogLine {
  try {
    return logLineSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`Line ${number} of ${path} is not a line of a simulator log.`, { cause: error });
  }
}
