import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { ORDINAL_MAX } from '../../core/links/link-code.ts';
import { type BatchLimits, batchPlanner } from '../../core/messaging/batches.ts';
import type { Transaction } from '../../platform/database.server.ts';
import type { FrozenRecipient } from './freeze-rules.server.ts';

const ROWS = 20_000;

/**
 * Writes a frozen audience by COPY, a few thousand rows at a time, in the caller's transaction. Give it contacts by
 * `add` and `exclude`, await `flush` between groups, `finish` at the end.
 */
export function frozenWriter(tx: Transaction, shopId: number, campaignId: number, limits: BatchLimits) {
  const planner = batchPlanner(limits);
  const hash = createHash('sha256');
  let recipients: string[] = [];
  let exclusions: string[] = [];
  let ordinal = 0;

  const copy = async (table: string, columns: string, rows: string[]) => {
    if (rows.length === 0) {
      return;
    }
    const stream = tx.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`));
    if (!stream.write(rows.join(''))) {
      await once(stream, 'drain');
    }
    stream.end();
    await finished(stream);
  };
  const write = async () => {
    await copy(
      'recipient',
      'shop_id, campaign_id, ordinal, batch_no, contact_id, phone, country, parts, credits, merge',
      recipients,
    );
    await copy('audience_exclusion', 'shop_id, campaign_id, contact_id, reason', exclusions);
    recipients = [];
    exclusions = [];
  };

  return {
    add(contactId: number, row: FrozenRecipient): void {
      ordinal += 1;
      if (ordinal > ORDINAL_MAX) {
        throw new RangeError(`a campaign has at most ${ORDINAL_MAX} recipients`);
      }
      const batchNo = planner.add(ordinal, row.credits, row.size);
      hash.update(`${ordinal} ${contactId} ${row.phone} ${row.parts} ${row.credits}\n`);
      const merge = row.merge === null ? '\\N' : escapeCopy(JSON.stringify(row.merge));
      recipients.push(
        `${shopId}\t${campaignId}\t${ordinal}\t${batchNo}\t${contactId}\t${row.phone}\t${row.country}\t${row.parts}\t${row.credits}\t${merge}\n`,
      );
    },
    exclude(contactId: number, reason: string): void {
      exclusions.push(`${shopId}\t${campaignId}\t${contactId}\t${reason}\n`);
    },
    async flush(): Promise<void> {
      if (recipients.length + exclusions.length >= ROWS) {
        await write();
      }
    },
    async finish(): Promise<{ recipients: number; batches: number; hash: string }> {
      await write();
      const planned = planner.batches();
      await tx.query(
        `INSERT INTO send_batch (shop_id, campaign_id, batch_no, first_ordinal, last_ordinal, recipients, credits)
         SELECT $1, $2, * FROM unnest($3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::bigint[])`,
        [
          shopId,
          campaignId,
          planned.map((batch) => batch.batchNo),
          planned.map((batch) => batch.first),
          planned.map((batch) => batch.last),
          planned.map((batch) => batch.recipients),
          planned.map((batch) => batch.credits),
        ],
      );
      return { recipients: ordinal, batches: planned.length, hash: hash.digest('hex') };
    },
  };
}

/** COPY's text format: a backslash, tab or line break inside a value is written as an escape. */
function escapeCopy(value: string): string {
  return value.replace(/[\\\t\n\r]/g, (character) => {
    switch (character) {
      case '\\':
        return '\\\\';
      case '\t':
        return '\\t';
      case '\n':
        return '\\n';
      default:
        return '\\r';
    }
  });
}
