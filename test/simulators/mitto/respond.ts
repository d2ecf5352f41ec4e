import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answers.ts';

export type Body =
  | { kind: 'read'; text: string }
  | { kind: 'too-large'; bytes: number }
  | { kind: 'aborted' };

/** Reads a request's body; one that is over the limit is read to its end and thrown away, so that the caller hears why. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
      }
    }
  } catch {
    return { kind: 'aborted' };
  }
  return bytes > maxBytes
    ? { kind: 'too-large', bytes }
    : { kind: 'read', text: Buffer.concat(chunks).toString('utf8') };
}

/** Puts an answer on the wire, or does to the connection what the answer stands for. */
export function respond(response: ServerResponse, answer: Answer): void {
  switch (answer.kind) {
    case 'json':
      write(response, answer.status, 'application/json', JSON.stringify(answer.body), answer.headers);
      return;
    case 'raw':
      write(response, answer.status, answer.type, answer.body, answer.headers);
      return;
    case 'truncated': {
      const body = JSON.stringify(answer.body);
      const length = String(Buffer.byteLength(body));
      response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': length });
      // Cut only once the first half is out, or the caller would not even see the headers.
      response.write(body.slice(0, Math.floor(body.length / 2)), () => {
        response.socket?.end();
      });
      return;
    }
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'close':
      response.socket?.end();
      return;
  }
}

function write(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  });
  response.end(body);
}
