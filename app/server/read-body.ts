import type { IncomingMessage } from 'node:http';
import type { ByteBudget } from './byte-budget.ts';

export type Body =
  | { kind: 'read'; bytes: Buffer }
  | { kind: 'too_large' }
  /** It did not come within its time. */
  | { kind: 'too_slow' }
  /** The process keeps as many bytes of others as it may. */
  | { kind: 'no_room' }
  /** The other side hung up before its end. */
  | { kind: 'gone' };

export type BodyLimits = { bytes: number; ms: number; budget: ByteBudget };

/**
 * The whole body, within limits of size, time and of what all bodies may take together. Never rejects. After anything but 'read'
 * the rest of the body is still on the wire: answer with `connection: close`.
 */
export function readBody(request: IncomingMessage, { bytes, ms, budget }: BodyLimits): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > bytes) {
    return Promise.resolve({ kind: 'too_large' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (body: Body) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
      request.on('error', () => {});
      request.pause();
      chunks.length = 0;
      budget.giveBack(size);
      resolve(body);
    };
    const onData = (chunk: Buffer) => {
      if (size + chunk.length > bytes) {
        end({ kind: 'too_large' });
      } else if (budget.take(chunk.length)) {
        size += chunk.length;
        chunks.push(chunk);
      } else {
        end({ kind: 'no_room' });
      }
    };
    const onEnd = () => end({ kind: 'read', bytes: Buffer.concat(chunks) });
    const onGone = () => end({ kind: 'gone' });
    const timer = setTimeout(() => end({ kind: 'too_slow' }), ms);
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
  });
}
