import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Audience, audienceSchema, listsOf, segmentsOf } from '../../core/campaigns/audience.ts';
import { pool, type Queryable, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { knowsLists } from '../contacts/contact-lists.server.ts';
import { settleMembers } from './settle-members.server.ts';

/** How long a reader that says nothing keeps others away. Longer than Shopify takes to answer. */
const LEASE_SECONDS = 60;

/** A campaign under review, and what of its audience is not here. */
export type Review = {
  domain: string | null;
  version: number;
  content: number;
  audience: Audience;
  listsMissing: boolean;
};

export type SegmentFetch = {
  shopId: number;
  id: number;
  segmentId: string;
  queryId: string | null;
  expected: number | null;
  cursor: string | null;
  attempt: number;
  /** When anything was last read. */
  movedAt: Date;
  lease: string;
};

/** Undefined when nobody waits for this review (any more). */
export async function reviewOf(shopId: number, campaignId: number): Promise<Review | undefined> {
  const { rows } = await pool.query<Omit<Review, 'audience' | 'listsMissing'> & { audience: unknown }>(
    `SELECT CASE WHEN s.uninstalled_at IS NULL THEN s.domain END AS domain, k.stream_version AS version,
            k.content_version AS content, c.audience
     FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     JOIN shop s ON s.id = k.shop_id
     WHERE k.shop_id = $1 AND k.id = $2 AND k.status = 'preparing'`,
    [shopId, campaignId],
  );
  const row = rows[0];
  if (row === undefined) {
    return undefined;
  }
  const audience = audienceSchema.parse(row.audience);
  return { ...row, audience, listsMissing: !(await knowsLists(shopId, listsOf(audience))) };
}

/** One row for each segment of this review; what earlier reviews of the campaign read is thrown away. */
export async function planFetches(
  shopId: number,
  campaignId: number,
  { version, audience }: Pick<Review, 'version' | 'audience'>,
): Promise<{ id: number; segmentId: string; done: boolean }[]> {
  const wanted = segmentsOf(audience).map(({ id }) => id);
  const own = audience.kind === 'segment' ? audience.segment.id : null;
  return await withTransaction(async (tx) => {
    await tx.query(
      `DELETE FROM segment_fetch
       WHERE shop_id = $1 AND campaign_id = $2 AND (review <> $3 OR segment_id <> ALL ($4::text[]))`,
      [shopId, campaignId, version, wanted],
    );
    await tx.query(
      `INSERT INTO segment_fetch (shop_id, campaign_id, review, segment_id, is_audience)
       SELECT $1, $2, $3, id, id IS NOT DISTINCT FROM $5::text FROM unnest($4::text[]) AS wanted(id)
       ON CONFLICT (shop_id, campaign_id, segment_id) DO NOTHING`,
      [shopId, campaignId, version, wanted, own],
    );
    const { rows } = await tx.query<{ id: number; segmentId: string; done: boolean }>(
      `SELECT id, segment_id AS "segmentId", done FROM segment_fetch
       WHERE shop_id = $1 AND campaign_id = $2 ORDER BY id`,
      [shopId, campaignId],
    );
    return rows;
  });
}

/** Takes a fetch that nobody is reading; undefined when somebody is. */
export async function takeFetch(shopId: number, id: number): Promise<SegmentFetch | undefined> {
  const { rows } = await pool.query<SegmentFetch>(
    `UPDATE segment_fetch SET lease = $3, lease_until = now() + $4 * interval '1 second'
     WHERE shop_id = $1 AND id = $2 AND NOT done AND (lease_until IS NULL OR lease_until < now())
     RETURNING shop_id AS "shopId", id, segment_id AS "segmentId", query_id AS "queryId", expected, cursor, attempt,
               moved_at AS "movedAt", lease`,
    [shopId, id, randomUUID(), LEASE_SECONDS],
  );
  return rows[0];
}

type Step = Pick<SegmentFetch, 'queryId' | 'expected' | 'cursor' | 'attempt'> & { done: boolean };

/**
 * Writes how far a fetch has come, and the members of the page that brought it there.
 *
 * @returns when it last came further; undefined, and nothing written, when somebody else has taken it meanwhile.
 */
export async function moveFetch(
  fetch: SegmentFetch,
  step: Step,
  members: readonly string[] = [],
): Promise<Date | undefined> {
  return await withTransaction(async (tx) => {
    const { rows } = await tx.query<{ moved_at: Date }>(
      `UPDATE segment_fetch SET query_id = $4, expected = $5, cursor = $6, attempt = $7, done = $8,
         moved_at = CASE
           WHEN (query_id, expected, cursor, done) IS DISTINCT FROM ($4, $5, $6, $8) THEN now() ELSE moved_at END,
         lease_until = CASE WHEN $8 THEN NULL ELSE now() + $9 * interval '1 second' END
       WHERE shop_id = $1 AND id = $2 AND lease = $3
       RETURNING moved_at`,
      [
        fetch.shopId,
        fetch.id,
        fetch.lease,
        step.queryId,
        step.expected,
        step.cursor,
        step.attempt,
        step.done,
        LEASE_SECONDS,
      ],
    );
    const movedAt = rows[0]?.moved_at;
    if (movedAt === undefined) {
      return undefined;
    }
    if (step.attempt !== fetch.attempt) {
      await tx.query('DELETE FROM segment_member WHERE shop_id = $1 AND fetch_id = $2', [
        fetch.shopId,
        fetch.id,
      ]);
    }
    await tx.query(
      `INSERT INTO segment_member (shop_id, fetch_id, shopify_id)
       SELECT $1, $2, unnest($3::text[]) ON CONFLICT DO NOTHING`,
      [fetch.shopId, fetch.id, members],
    );
    if (step.done) {
      await settleMembers(tx, fetch.shopId, fetch.id);
    }
    return movedAt;
  });
}

/** Lets somebody else go on at once. */
export async function leaveFetch({ shopId, id, lease }: SegmentFetch): Promise<void> {
  await pool.query(
    'UPDATE segment_fetch SET lease_until = NULL WHERE shop_id = $1 AND id = $2 AND lease = $3',
    [shopId, id, lease],
  );
}

export async function countFetched({ shopId, id }: Pick<SegmentFetch, 'shopId' | 'id'>): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*) AS count FROM segment_member WHERE shop_id = $1 AND fetch_id = $2',
    [shopId, id],
  );
  return z.object({ count: z.number() }).parse(rows[0]).count;
}

/**
 * Where the members of each segment of an audience are, for a freeze in this transaction; undefined unless all of them were
 * read completely for the review that is under way now.
 */
export async function fetchesFor(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  audience: Audience,
): Promise<Map<string, number> | undefined> {
  const { rows } = await tx.query<{ id: number; segment_id: string }>(
    `SELECT f.id, f.segment_id
     FROM segment_fetch f
     JOIN campaign k ON k.shop_id = f.shop_id AND k.id = f.campaign_id AND k.stream_version = f.review
     WHERE f.shop_id = $1 AND f.campaign_id = $2 AND f.done`,
    [shopId, campaignId],
  );
  const fetches = new Map(rows.map((row) => [row.segment_id, row.id]));
  return segmentsOf(audience).every(({ id }) => fetches.has(id)) ? fetches : undefined;
}

/** What was read for a review that has ended. */
export async function forgetFetches(db: Queryable, shopId: number, campaignId: number): Promise<void> {
  await db.query('DELETE FROM segment_fetch WHERE shop_id = $1 AND campaign_id = $2', [shopId, campaignId]);
}

/** The sweep's step: what was read for reviews that nobody waits for any more, since the campaign was edited. */
export async function forgetLostFetches(): Promise<void> {
  await pool.query(
    `DELETE FROM segment_fetch f
     WHERE NOT EXISTS (
       SELECT FROM campaign k
       WHERE k.shop_id = f.shop_id AND k.id = f.campaign_id AND k.status = 'preparing'
         AND k.stream_version = f.review)`,
  );
}
