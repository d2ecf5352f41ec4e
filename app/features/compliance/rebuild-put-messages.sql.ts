import { type Put, ROWS_AT_ONCE } from './rebuild-put.ts';

const sameRecipient = 't.shop_id = p.shop_id AND t.campaign_id = p.campaign_id AND t.ordinal = p.ordinal';

/**
 * A row under another id is taken away before one comes in its place: ids are unique at every moment. An id that stands in
 * a row of another campaign stays there until that one was put right; the next round then finds it free.
 *
 * The carrier's words are in no event. A row keeps them while it stands under its id (the reason of a failure only while it
 * is a failure); a row that was missing comes back with its code and without words.
 */
export const putMessages: Put = {
  owner: 'campaign',
  categories: [2, 6],
  overtaken: (newer) =>
    `batch_no IN (${newer(2, 'e.stream_part')}) OR (fault = 'surplus' AND EXISTS (${newer(2, '1')}))
     OR ordinal IN (SELECT o::integer FROM (${newer(6, `jsonb_array_elements_text(e.data -> 'ordinals') AS o`)}) r)`,
  rowsAtOnce: ROWS_AT_ONCE,
  statements: [
    `DELETE FROM message t USING piece_message p
     WHERE ${sameRecipient} AND (p.fault = 'surplus' OR (p.fault = 'wrong' AND t.message_id <> p.message_id))`,
    `UPDATE message t SET
       batch_no = p.batch_no, credits = p.credits, rank = p.rank, state = p.state, code = p.code,
       error = CASE WHEN p.state = 'failed' THEN t.error END,
       reported_at = CASE WHEN round(extract(epoch FROM t.reported_at), 3) IS NOT DISTINCT FROM p.reported_at
                          THEN t.reported_at ELSE to_timestamp(p.reported_at) END
     FROM piece_message p
     WHERE p.fault = 'wrong' AND ${sameRecipient}`,
    `INSERT INTO message (message_id, shop_id, campaign_id, ordinal, batch_no, credits, rank, state, code, reported_at)
     SELECT p.message_id, p.shop_id, p.campaign_id, p.ordinal, p.batch_no, p.credits, p.rank, p.state, p.code,
            to_timestamp(p.reported_at)
     FROM piece_message p
     WHERE p.fault <> 'surplus'
       AND (p.fault = 'missing' OR NOT EXISTS (SELECT FROM message t WHERE ${sameRecipient}))
     ON CONFLICT DO NOTHING`,
  ],
};
