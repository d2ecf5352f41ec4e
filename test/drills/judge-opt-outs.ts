// DANGER: imports the app, which reads the environment while it is loaded: import it after process.env is set.
import { formatReference } from '../../app/core/messaging/reference.ts';
import { pool } from '../../app/platform/database.server.ts';
import { readTruth } from '../simulators/mitto/truth.ts';
import type { Campaign } from './campaign.ts';
import type { OptOutResult } from './opt-out-result.ts';
import type { Told } from './opt-outs.ts';

/** The carrier's log cuts moments down to milliseconds, the database does not. */
const CUT_MS = 1;

/**
 * Judges by the carrier's log whether a no held from its commit on: a text to her that the carrier took after it must be in a
 * call that was open by then, that is, its intent was committed before the no was. Everything else breaks the promise.
 *
 * Moments are those of the commits themselves, as PostgreSQL keeps them; what a row says of its time was written before.
 */
export async function judgeOptOuts(
  campaign: Campaign,
  logFile: string,
  told: readonly Told[],
): Promise<{ problems: string[]; result: OptOutResult }> {
  const ways = new Map(told.map((one) => [one.ordinal, one]));
  const [silentAt, intentsOf, takenAt] = await Promise.all([
    readSilences(campaign),
    readIntents(campaign),
    readTaken(campaign, logFile, ways),
  ]);
  const problems: string[] = told.length === 0 ? ['nobody opted out while texts went out'] : [];
  const result: OptOutResult = {
    by: {},
    neverTexted: 0,
    textedBefore: 0,
    inOpenCall: [],
    openCallMs: 0,
    toldToSilentMs: 0,
    toldToSilentMedianMs: 0,
  };
  const waits: number[] = [];
  for (const { ordinal, contactId, way, answeredAt } of told) {
    result.by[way] = (result.by[way] ?? 0) + 1;
    const who = `recipient ${ordinal}, who opted out by ${way},`;
    const silent = silentAt.get(contactId);
    if (silent === undefined) {
      problems.push(`${who} has not been silenced`);
      continue;
    }
    if (way === 'webhook') {
      waits.push(Math.max(0, Math.round(silent - answeredAt)));
    } else if (silent > answeredAt + CUT_MS) {
      problems.push(`${who} was answered ${Math.round(silent - answeredAt)} ms before it was committed`);
    }
    const taken = takenAt.get(ordinal);
    if (taken === undefined) {
      result.neverTexted += 1;
      continue;
    }
    if (taken < silent) {
      result.textedBefore += 1;
      continue;
    }
    // Of several tries the call is the last one's whose intent was committed before the text was taken.
    const intent = intentsOf(ordinal).findLast((at) => at <= taken + CUT_MS);
    if (intent !== undefined && intent < silent) {
      result.inOpenCall.push(referenceOf(campaign, ordinal));
      result.openCallMs = Math.max(result.openCallMs, Math.round(taken - silent));
      continue;
    }
    problems.push(
      `${who} was texted ${Math.round(taken - silent)} ms after that was committed, by a call ` +
        (intent === undefined
          ? 'without an intent'
          : `that was begun ${Math.round(intent - silent)} ms after it`),
    );
  }
  waits.sort((a, b) => a - b);
  result.toldToSilentMs = waits.at(-1) ?? 0;
  result.toldToSilentMedianMs = waits[Math.floor(waits.length / 2)] ?? 0;
  return { problems, result };
}

const referenceOf = ({ campaignId }: Campaign, ordinal: number) =>
  formatReference(String(campaignId), ordinal);

/** When each contact's first no was committed. */
async function readSilences({ shopId }: Campaign): Promise<Map<number, number>> {
  const { rows } = await pool.query<{ contactId: number; at: number }>(
    `SELECT stream_key AS "contactId",
            min(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::double precision AS at
     FROM event_contact WHERE shop_id = $1 AND type = 'ConsentWithdrawn'
     GROUP BY stream_key`,
    [shopId],
  );
  return new Map(rows.map(({ contactId, at }) => [contactId, at]));
}

/** When the intents for a recipient's batch were committed, in their order. */
async function readIntents({ shopId, campaignId }: Campaign): Promise<(ordinal: number) => number[]> {
  const { rows } = await pool.query<{ first: number; last: number; intents: number[] }>(
    `SELECT b.first_ordinal AS first, b.last_ordinal AS last,
            array_agg((extract(epoch FROM pg_xact_commit_timestamp(e.xmin)) * 1000)::double precision
                      ORDER BY e.position) AS intents
     FROM send_batch b
     JOIN event_send e ON e.shop_id = b.shop_id AND e.stream_key = b.campaign_id AND e.stream_part = b.batch_no
     WHERE b.shop_id = $1 AND b.campaign_id = $2 AND e.type = 'DispatchIntended'
     GROUP BY b.first_ordinal, b.last_ordinal`,
    [shopId, campaignId],
  );
  return (ordinal) => rows.find(({ first, last }) => first <= ordinal && ordinal <= last)?.intents ?? [];
}

/** When the carrier took the last text to each of these. */
async function readTaken(
  campaign: Campaign,
  logFile: string,
  told: ReadonlyMap<number, Told>,
): Promise<Map<number, number>> {
  const ordinals = new Map([...told.keys()].map((ordinal) => [referenceOf(campaign, ordinal), ordinal]));
  const taken = new Map<number, number>();
  for await (const { reference, at } of readTruth(logFile)) {
    const ordinal = ordinals.get(reference ?? '');
    if (ordinal !== undefined) {
      taken.set(ordinal, Date.parse(at));
    }
  }
  return taken;
}
