import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerText } from './answer-text.ts';
import { addressOf } from './client.ts';
import type { StrangerLimit } from './stranger-limit.ts';

/** Nothing is read of what they may still be sending, though they may see a broken connection for it. */
const CLOSE = { connection: 'close' };

/** Refuses what leads nowhere, and says when to come again to whoever tries that all the time. Their body is not read. */
export async function refuseStranger(
  limit: StrangerLimit,
  request: IncomingMessage,
  response: ServerResponse,
  { status, text }: { status: number; text: string },
): Promise<void> {
  const seconds = await limit.over(addressOf(request));
  if (seconds === undefined) {
    answerText(response, status, text, CLOSE);
  } else {
    const headers = { ...CLOSE, 'retry-after': String(seconds) };
    answerText(response, 429, 'Too many requests that lead nowhere.', headers);
  }
}
