import { pool } from '../../platform/database.server.ts';
import type { BatchKey } from './batch.ts';

export type OpenUnknown = BatchKey & {
  domain: string;
  /** People whose text nobody has proved to be with the carrier, and those for whom somebody has. */
  open: number;
  traced: number;
  held: number;
  since: Date;
  cause: string;
  deadline: Date;
};

/** Every call whose outcome nobody knows, the next deadline first. */
export async function openUnknowns(): Promise<OpenUnknown[]> {
  const { rows } = await pool.query<OpenUnknown>(
    `SELECT b.shop_id AS "shopId", b.campaign_id AS "campaignId", b.batch_no AS "batchNo", s.domain,
            (b.last_ordinal - b.first_ordinal + 1 - gone.people - known.people)::integer AS open,
            known.people AS traced, b.credits AS held, b.intended_at AS since, b.reason AS cause, b.deadline
     FROM send_batch b JOIN shop s ON s.id = b.shop_id
     CROSS JOIN LATERAL (
       SELECT count(*)::integer AS people FROM recipient_omission o
       WHERE o.shop_id = b.shop_id AND o.campaign_id = b.campaign_id
         AND o.ordinal BETWEEN b.first_ordinal AND b.last_ordinal) gone
     CROSS JOIN LATERAL (
       SELECT count(*)::integer AS people FROM message m
       WHERE m.shop_id = b.shop_id AND m.campaign_id = b.campaign_id
         AND m.ordinal BETWEEN b.first_ordinal AND b.last_ordinal) known
     WHERE b.status = 'unknown'
     ORDER BY b.deadline, b.campaign_id, b.batch_no`,
  );
  return rows;
}
