const NO_SIGN_OF_LIFE_MS = 30_000;
/** A customer is a few hundred bytes; this much without a line break is not what was asked for. */
const LINE_BYTES_MAX = 4 * 2 ** 20;
const LINE_BREAK = 0x0a;

/** One line of the file, and where the next one begins. */
export type ExportLine = { text: string; end: number };
export type OpenedExport =
  | { kind: 'open'; lines: AsyncGenerator<ExportLine[]> }
  /** Everything was read before. */
  | { kind: 'at_end' }
  /** The address is good for a while only. */
  | { kind: 'gone' };

/**
 * Opens the file of an export (JSONL) at a byte, and reads it as it comes: memory holds one line and what the network
 * brought last. A server that does not skip by itself is read from the start.
 *
 * @throws when the storage is down or goes silent; what was yielded is whole lines.
 */
export async function openExportFile(url: string, from: number): Promise<OpenedExport> {
  const silence = new AbortController();
  const alarm = setTimeout(() => silence.abort(), NO_SIGN_OF_LIFE_MS);
  try {
    // Uncompressed: the place to go on from is counted in bytes of the file.
    const headers = { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
    const response = await fetch(url, { headers, signal: silence.signal });
    if (response.ok && response.body !== null) {
      const skip = response.status === 206 ? 0 : from;
      return { kind: 'open', lines: linesOf(response.body, { from, skip }) };
    }
    await response.body?.cancel();
    if (response.status === 416) {
      return { kind: 'at_end' };
    }
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      return { kind: 'gone' };
    }
    throw new Error(`the file of an export was answered with status ${response.status}`);
  } finally {
    clearTimeout(alarm);
  }
}

async function* linesOf(
  body: ReadableStream<Uint8Array>,
  { from, skip }: { from: number; skip: number },
): AsyncGenerator<ExportLine[]> {
  const reader = body.getReader();
  let toSkip = skip;
  let at = from;
  let rest = Buffer.alloc(0);
  try {
    for (;;) {
      const { done, value } = await readInTime(reader);
      if (done) {
        break;
      }
      const fresh = value.subarray(Math.min(toSkip, value.length));
      toSkip -= value.length - fresh.length;
      const { lines, remaining } = split(Buffer.concat([rest, fresh]), at);
      at = lines.at(-1)?.end ?? at;
      rest = remaining;
      if (rest.length > LINE_BYTES_MAX) {
        throw new Error(`the file of an export has a line of more than ${LINE_BYTES_MAX} bytes`);
      }
      if (lines.length > 0) {
        yield lines;
      }
    }
    if (rest.length > 0) {
      yield [{ text: rest.toString(), end: at + rest.length }];
    }
  } finally {
    await reader.cancel().catch(() => {
      // The connection is what broke: its own error says more.
    });
  }
}

function split(
  bytes: Buffer<ArrayBuffer>,
  at: number,
): { lines: ExportLine[]; remaining: Buffer<ArrayBuffer> } {
  const lines: ExportLine[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_BREAK); end >= 0; end = bytes.indexOf(LINE_BREAK, start)) {
    const text = bytes.toString('utf8', start, end);
    start = end + 1;
    lines.push({ text, end: at + start });
  }
  return { lines, remaining: bytes.subarray(start) };
}

async function readInTime(reader: ReadableStreamDefaultReader<Uint8Array>) {
  let alarm: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    alarm = setTimeout(
      () => reject(new Error(`the file of an export was silent for ${NO_SIGN_OF_LIFE_MS / 1000} s`)),
      NO_SIGN_OF_LIFE_MS,
    );
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } finally {
    clearTimeout(alarm);
  }
}
