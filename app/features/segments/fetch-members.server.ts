import { segmentsOf } from '../../core/campaigns/audience.ts';
import type { ReviewProblem } from '../../core/campaigns/campaign-events.ts';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import {
  readMembers,
  readSegment,
  readSnapshot,
  snapshotMembers,
} from '../../platform/shopify/segment-calls.server.ts';
import { hintRead } from '../contacts/ask-to-read.server.ts';
import { forgetSegment, keepSegments } from './keep-segments.server.ts';
import {
  countFetched,
  leaveFetch,
  moveFetch,
  planFetches,
  reviewOf,
  type SegmentFetch,
  takeFetch,
} from './segment-fetch.server.ts';
import { areBeingRead } from './settle-members.server.ts';

export type Fetched =
  /** Whoever is in the segments of the audience is known, all of them; or it has no segment. */
  | { kind: 'ready' }
  /** Somebody else is reading, and will go on with what comes after. */
  | { kind: 'busy' }
  /** Shopify is not ready, or wants us to wait. */
  | { kind: 'wait'; ms: number }
  /** It can't be known completely who the audience of this content is. */
  | { kind: 'failed'; content: number; problem: ReviewProblem };

type OfOne =
  | { kind: 'done' | 'overtaken' }
  | { kind: 'wait'; ms: number }
  | { kind: 'failed'; problem: ReviewProblem };

/** Times that a snapshot that was lost or does not add up is made anew. */
const ATTEMPTS = 3;
const SNAPSHOT_MS = 1_000;
/** How often it is looked whether customers whom we did not know were read. */
const READ_MS = 1_500;
/** After so long without a member more, the merchant is told. */
const STUCK_MS = 10 * 60_000;

/**
 * Reads all members of the segments that the audience of a campaign under review names, page by page from a snapshot that
 * Shopify makes, and keeps the place: after a crash the next run goes on from there. Nothing is frozen on half of them.
 *
 * @throws when Shopify or the database is down and has not been for long: the job is tried again.
 */
export async function fetchMembers(shopId: number, campaignId: number): Promise<Fetched> {
  const review = await reviewOf(shopId, campaignId);
  if (review === undefined) {
    return { kind: 'ready' };
  }
  const { content } = review;
  if (review.listsMissing) {
    return { kind: 'failed', content, problem: 'list_gone' };
  }
  if (segmentsOf(review.audience).length === 0) {
    return { kind: 'ready' };
  }
  if (review.domain === null) {
    return { kind: 'failed', content, problem: 'segment_no_access' };
  }
  for (const { id, done } of await planFetches(shopId, campaignId, review)) {
    if (done) {
      continue;
    }
    const fetch = await takeFetch(shopId, id);
    const result = fetch === undefined ? { kind: 'overtaken' as const } : await readAll(review.domain, fetch);
    if (result.kind === 'overtaken') {
      return { kind: 'busy' };
    }
    if (result.kind === 'failed') {
      return { ...result, content };
    }
    if (result.kind === 'wait') {
      return result;
    }
  }
  if (await areBeingRead(shopId, campaignId)) {
    await hintRead(shopId);
    return { kind: 'wait', ms: READ_MS };
  }
  return { kind: 'ready' };
}

/** Reads one segment to its end, or to where Shopify makes us wait. */
async function readAll(domain: string, taken: SegmentFetch): Promise<OfOne> {
  // Whoever goes on asks first whether Shopify still has the snapshot.
  let fetch: SegmentFetch = { ...taken, expected: null };
  try {
    for (;;) {
      const next = await readNext(domain, fetch);
      if (next.kind !== 'moved') {
        return next;
      }
      fetch = next.fetch;
    }
  } catch (err) {
    if (!isStuck(fetch)) {
      throw err;
    }
    log.warn({ err, shopId: taken.shopId }, 'the members of a segment could not be read for a long time');
    return { kind: 'failed', problem: 'segment_unreachable' };
  } finally {
    await leaveFetch(taken);
  }
}

type Next = OfOne | { kind: 'moved'; fetch: SegmentFetch };

/** One question to Shopify: the segment and its snapshot, whether that is made, or the next page of it. */
async function readNext(domain: string, fetch: SegmentFetch): Promise<Next> {
  if (fetch.queryId === null) {
    return await begin(domain, fetch);
  }
  if (fetch.expected === null) {
    const asked = await readSnapshot(domain, fetch.queryId);
    if (asked.kind !== 'answered') {
      return notAnswered(asked);
    }
    if (asked.data === null) {
      return await again(fetch);
    }
    return asked.data.done
      ? await move(fetch, { expected: asked.data.currentCount })
      : isStuck(fetch)
        ? { kind: 'failed', problem: 'segment_unreachable' }
        : { kind: 'wait', ms: SNAPSHOT_MS };
  }
  const asked = await readMembers(domain, fetch.queryId, fetch.cursor);
  if (asked.kind !== 'answered') {
    return notAnswered(asked);
  }
  const { customers, next } = asked.data;
  const moved = await move(fetch, { cursor: next }, customers);
  if (moved.kind !== 'moved' || next !== null) {
    return moved;
  }
  // Somebody who was deleted between two pages would make it one too few, and a page that was cut short many.
  if ((await countFetched(fetch)) !== fetch.expected) {
    return await again(moved.fetch);
  }
  const movedAt = await moveFetch(moved.fetch, { ...moved.fetch, done: true });
  return { kind: movedAt === undefined ? 'overtaken' : 'done' };
}

async function begin(domain: string, fetch: SegmentFetch): Promise<Next> {
  const { shopId, segmentId } = fetch;
  const asked = await readSegment(domain, segmentId);
  if (asked.kind !== 'answered') {
    return notAnswered(asked);
  }
  if (asked.data === null) {
    await forgetSegment(pool, shopId, segmentId, new Date());
    return { kind: 'failed', problem: 'segment_gone' };
  }
  await keepSegments(pool, shopId, [asked.data]);
  const made = await snapshotMembers(domain, segmentId);
  if (made.kind !== 'answered') {
    return notAnswered(made);
  }
  return made.data === null ? await again(fetch) : await move(fetch, { queryId: made.data });
}

/** From the start, with another snapshot; not for ever. */
async function again(fetch: SegmentFetch): Promise<Next> {
  if (fetch.attempt >= ATTEMPTS) {
    return { kind: 'failed', problem: 'segment_incomplete' };
  }
  const from = { queryId: null, expected: null, cursor: null, attempt: fetch.attempt + 1 };
  return await move(fetch, from);
}

async function move(
  fetch: SegmentFetch,
  change: Partial<Pick<SegmentFetch, 'queryId' | 'expected' | 'cursor' | 'attempt'>>,
  members: readonly string[] = [],
): Promise<Next> {
  const to = { ...fetch, ...change };
  const movedAt = await moveFetch(fetch, { ...to, done: false }, members);
  return movedAt === undefined ? { kind: 'overtaken' } : { kind: 'moved', fetch: { ...to, movedAt } };
}

const notAnswered = (asked: { kind: 'no_access' } | { kind: 'throttled'; waitMs: number }): OfOne =>
  asked.kind === 'no_access'
    ? { kind: 'failed', problem: 'segment_no_access' }
    : { kind: 'wait', ms: asked.waitMs };

const isStuck = ({ movedAt }: SegmentFetch): boolean => Date.now() - movedAt.getTime() > STUCK_MS;
