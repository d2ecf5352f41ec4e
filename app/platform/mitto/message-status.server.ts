import { z } from 'zod';
import { excerpt } from '../../core/messaging/excerpt.ts';
import { askMitto } from './mitto-get.server.ts';

/** The fields of `GET /api/v1.1/Messages/{messageId}` that we use; seen in recorded answers, the rest is ignored. */
const statusSchema = z.object({
  messageId: z.string(),
  deliveryStatus: z.string(),
  description: z.string().nullish(),
  updatedAt: z.string().nullish(),
  messageParts: z.number().int().positive().nullish(),
  reference: z.string().nullish(),
});

export type MessageStatus =
  | {
      kind: 'found';
      messageId: string;
      word: string;
      description: string | null;
      at: string | null;
      parts: number;
      reference: string | null;
    }
  /** 404: not known, or not known yet; never a proof that it was not sent. */
  | { kind: 'not_found' }
  | { kind: 'unavailable'; why: string };

export async function messageStatus(messageId: string): Promise<MessageStatus> {
  const answer = await askMitto(`/api/v1.1/Messages/${encodeURIComponent(messageId)}`);
  if (answer.kind === 'failed') {
    return { kind: 'unavailable', why: answer.cause };
  }
  if (answer.status === 404) {
    return { kind: 'not_found' };
  }
  const parsed = statusSchema.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) {
    return { kind: 'unavailable', why: `http_${answer.status}` };
  }
  const { data } = parsed;
  return {
    kind: 'found',
    messageId: data.messageId,
    word: data.deliveryStatus,
    description: data.description == null ? null : excerpt(data.description, 200),
    at: data.updatedAt ?? null,
    parts: data.messageParts ?? 1,
    reference: data.reference ?? null,
  };
}
