import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a program, in words for whoever reads its log. */
export function answerText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    })
    .end(text);
}

/** Whoever still sends when they have their answer is read for a moment, or they would see a broken connection instead of it. */
const LINGER_BYTES = 256_000;
const LINGER_MS = 2_000;

/** As answerText, and ends the connection: nothing is kept of a body that may still be on its way. */
export function refuse(
  response: ServerResponse<IncomingMessage>,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  lingering(response);
  answerText(response, status, text, { ...headers, connection: 'close' });
}

/** Has the end of an answer wait until the request has ended, or was read for long enough. Call it before `end`. */
export function lingering(response: ServerResponse<IncomingMessage>): void {
  const { req: request } = response;
  if (request.complete || request.destroyed) {
    return;
  }
  const end = response.end.bind(response);
  response.end = (text?: unknown) => {
    response.write(text ?? '');
    let left = LINGER_BYTES;
    const stop = () => {
      clearTimeout(timer);
      request.off('data', onData).off('end', stop).off('close', stop);
      end();
    };
    const onData = (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) {
        stop();
      }
    };
    const timer = setTimeout(stop, LINGER_MS);
    request.on('error', () => {});
    request.on('data', onData).on('end', stop).on('close', stop).resume();
    return response;
  };
}
