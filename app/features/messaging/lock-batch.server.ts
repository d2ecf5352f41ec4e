import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import type { Transaction } from '../../platform/database.server.ts';
import type { BatchKey } from './batch.ts';

/** A batch whose call is open or whose outcome is unknown, locked by this transaction. */
export type OpenBatch = BatchKey & {
  now: Date;
  version: number;
  attempt: number;
  failures: number;
  holdId: string;
  firstOrdinal: number;
  lastOrdinal: number;
  /** Where its people are counted. */
  from: Extract<RecipientState, 'sending' | 'unknown'>;
  campaignStatus: string;
};

type Row = {
  now: Date;
  stream_version: number;
  attempt: number;
  failures: number;
  hold_id: string;
  first_ordinal: number;
  last_ordinal: number;
  status: 'dispatching' | 'unknown';
  campaign_status: string;
};

/**
 * Locks the batch if its outcome is still open. With `lease`, only for the process that holds that lease: the fence
 * that keeps a worker which slept through its deadline from writing over what others have decided meanwhile.
 */
export async function lockOpenBatch(
  tx: Transaction,
  key: BatchKey,
  lease?: string,
): Promise<OpenBatch | undefined> {
  const { rows } = await tx.query<Row>({
    name: 'lock_open_batch',
    text: `SELECT now() AS now, b.stream_version, b.attempt, b.failures, b.hold_id, b.first_ordinal, b.last_ordinal,
                  b.status, k.status AS campaign_status
           FROM send_batch b JOIN campaign k ON k.shop_id = b.shop_id AND k.id = b.campaign_id
           WHERE b.shop_id = $1 AND b.campaign_id = $2 AND b.batch_no = $3
             AND b.status IN ('dispatching', 'unknown') AND ($4::uuid IS NULL OR b.lease_token = $4)
           FOR UPDATE OF b`,
    values: [key.shopId, key.campaignId, key.batchNo, lease ?? null],
  });
  const row = rows[0];
  return row === undefined
    ? undefined
    : {
        ...key,
        now: row.now,
        version: row.stream_version,
        attempt: row.attempt,
        failures: row.failures,
        holdId: row.hold_id,
        firstOrdinal: row.first_ordinal,
        lastOrdinal: row.last_ordinal,
        from: row.status === 'dispatching' ? 'sending' : 'unknown',
        campaignStatus: row.campaign_status,
      };
}

/** A batch whose unknown outcome was ended, locked by this transaction. Nobody claims it ever again. */
export type ResolvedBatch = BatchKey & {
  now: Date;
  version: number;
  firstOrdinal: number;
  lastOrdinal: number;
};

/** Locks the batch if it is resolved. With `lease`, only for the process whose call it was. */
export async function lockResolvedBatch(
  tx: Transaction,
  key: BatchKey,
  lease?: string,
): Promise<ResolvedBatch | undefined> {
  const { rows } = await tx.query<Pick<Row, 'now' | 'stream_version' | 'first_ordinal' | 'last_ordinal'>>(
    `SELECT now() AS now, stream_version, first_ordinal, last_ordinal FROM send_batch
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3
       AND status = 'resolved' AND ($4::uuid IS NULL OR lease_token = $4)
     FOR UPDATE`,
    [key.shopId, key.campaignId, key.batchNo, lease ?? null],
  );
  const row = rows[0];
  return row === undefined
    ? undefined
    : {
        ...key,
        now: row.now,
        version: row.stream_version,
        firstOrdinal: row.first_ordinal,
        lastOrdinal: row.last_ordinal,
      };
}
