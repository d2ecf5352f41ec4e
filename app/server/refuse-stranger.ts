import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from './answer-text.ts';
import { addressOf } from './client.ts';
import type { StrangerLimit } from './stranger-limit.ts';

/** Refuses what leads nowhere, and says when to come again to whoever tries that all the time. Their body is not read. */
export async function refuseStranger(
  limit: StrangerLimit,
  request: IncomingMessage,
  response: ServerResponse,
  { status, text }: { status: number; text: string },
): Promise<void> {
  const seconds = await limit.over(addressOf(request));
  if (seconds === undefined) {
    refuse(response, status, text);
  } else {
    refuse(response, 429, 'Too many requests that lead nowhere.', { 'retry-after': String(seconds) });
  }
}
