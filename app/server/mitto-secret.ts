import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { reportHeaderName, reportHeaderOf } from '../platform/mitto/report-address.ts';

/**
 * Tells Mitto's callbacks from others: the secret in the path must be right. The header must be right where there is one: that
 * custom headers arrive is documented, that they arrive on every trigger is not, and a report or a reply is worth more than a
 * second lock on one door.
 */
export class MittoSecret {
  readonly #secret: Buffer;
  readonly #header: Buffer;

  constructor(secret: string) {
    this.#secret = digest(secret);
    this.#header = digest(reportHeaderOf(secret));
  }

  /** @param at where callbacks of this kind come in; the secret follows it. */
  opens(request: IncomingMessage, at: string): boolean {
    const header = request.headers[reportHeaderName];
    const { path } = splitUrl(request.url ?? '');
    const secretIsRight = timingSafeEqual(digest(decoded(path.slice(at.length))), this.#secret);
    const headerIsRight = header === undefined || timingSafeEqual(digest(String(header)), this.#header);
    return secretIsRight && headerIsRight;
  }
}

/** Of one length whatever was given, so that comparing takes the same time. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The path of a request and its query, without the question mark. */
export function splitUrl(url: string): { path: string; query: string } {
  const at = url.indexOf('?');
  return at === -1 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
