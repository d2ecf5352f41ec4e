import type { ServerResponse } from 'node:http';
import { refuse } from './answer-text.ts';
import type { Body } from './read-body.ts';

/** How a program is told that its body was not read, and what it can do. */
export const unreadBodies = {
  too_large: { status: 413, text: 'The body is too large. Send less at once.' },
  too_slow: { status: 408, text: 'The body did not come in time. Please send it again.' },
  no_room: { status: 503, text: 'Too much is being sent at this moment. Please send it again.' },
} as const satisfies Record<Exclude<Body['kind'], 'read' | 'gone'>, { status: number; text: string }>;

export function refuseBody(response: ServerResponse, kind: keyof typeof unreadBodies): void {
  const { status, text } = unreadBodies[kind];
  refuse(response, status, text, { 'retry-after': '5' });
}
