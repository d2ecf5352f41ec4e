import { type Campaign, evolve, noCampaign } from '../../core/campaigns/campaign.ts';
import { parseEvent } from '../../core/events.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { eventsWithin, type RebuiltProjection, type Scope, within } from './rebuild-projection.ts';

const EVENTS_PER_FETCH = 2_000;

/** `updated_at` says when the row was last written, not what happened, and is not compared. */
export const rebuiltCampaigns: RebuiltProjection = {
  name: 'campaign',
  key: ['campaign_id'],
  live: (scope) => `
    SELECT shop_id, id AS campaign_id, stream_version, status, content_version, audience_count, recipient_count, excluded,
           parts, credits_quoted, quote, problem, pause_reason, scheduled_for, expires_at, frozen_at, confirmed_at,
           started_at, handed_over_at, ended_at, resend, test_of
    FROM campaign WHERE true${within(scope, 'shop_id', 'id')}`,
};

type Row = {
  shop_id: number;
  campaign_id: number;
  type: string;
  schema_version: number;
  data: Record<string, unknown>;
  recorded_at: Date;
};

/** Folds every campaign by the rules that decide about it, into `table`, a few thousand events at a time. */
export async function foldCampaigns(tx: Transaction, table: string, scope: Scope): Promise<void> {
  await tx.query(
    `DECLARE campaign_events NO SCROLL CURSOR FOR
     SELECT shop_id, stream_key AS campaign_id, type, schema_version, data, recorded_at FROM event
     WHERE category = 1${eventsWithin(scope)} ORDER BY shop_id, stream_key, stream_version`,
  );
  let open: { row: Row; state: Campaign } | undefined;
  let done: Record<string, unknown>[] = [];
  for (;;) {
    const { rows } = await tx.query<Row>(`FETCH ${EVENTS_PER_FETCH} FROM campaign_events`);
    for (const row of rows) {
      const same = open?.row.shop_id === row.shop_id && open.row.campaign_id === row.campaign_id;
      if (open !== undefined && !same) {
        done.push(toRow(open.row, open.state));
      }
      const event = parseEvent('campaign', { ...row, schemaVersion: row.schema_version });
      const before: Campaign = same && open !== undefined ? open.state : noCampaign;
      open = { row, state: evolve(before, event, row.recorded_at.toISOString()) };
    }
    if (rows.length === 0 && open !== undefined) {
      done.push(toRow(open.row, open.state));
    }
    await tx.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(done),
    ]);
    done = [];
    if (rows.length === 0) {
      await tx.query('CLOSE campaign_events');
      return;
    }
  }
}

const toRow = (of: Row, state: Campaign): Record<string, unknown> => ({
  shop_id: of.shop_id,
  campaign_id: of.campaign_id,
  stream_version: state.version,
  status: state.status,
  content_version: state.content,
  audience_count: state.audience,
  recipient_count: state.recipients,
  excluded: state.excluded,
  parts: state.parts,
  credits_quoted: state.credits,
  quote: state.lines,
  problem: state.problem,
  pause_reason: state.pauseReason,
  scheduled_for: state.scheduledFor,
  expires_at: state.expiresAt,
  frozen_at: state.frozenAt,
  confirmed_at: state.confirmedAt,
  started_at: state.startedAt,
  handed_over_at: state.handedOverAt,
  ended_at: state.endedAt,
  resend: state.resend,
  test_of: state.testOf,
});
