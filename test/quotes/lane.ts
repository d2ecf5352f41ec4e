import { audit } from '../../app/features/compliance/audit.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { emptyTheBook } from '../model/world.ts';
import { startCarrierHere } from './carrier-here.ts';
import { type CampaignResult, runCampaign } from './run-campaign.ts';

/** What became of the campaign of a seed, and what the audit found in the end: of which campaign, where it can be said. */
export type Told =
  | { kind: 'held'; seed: number; result: CampaignResult }
  | { kind: 'broke'; seed: number; problem: string }
  | { kind: 'audit'; seed: number | undefined; problem: string };

/** Nobody reads more of them, and each may be followed by others that it caused. */
const FAILURES_MAX = 10;

/** Runs campaigns one after the other on the database of this process, and audits it at the end. */
export async function runLane(seeds: Iterable<number>, tell: (told: Told) => void): Promise<void> {
  env.SHOP_REQUESTS_PER_SECOND = 10_000;
  env.MITTO_REQUESTS_PER_SECOND = 10_000;
  const mitto = await startCarrierHere();
  const seedOf = new Map<number, number>();
  let failures = 0;
  try {
    for (const seed of seeds) {
      try {
        const result = await runCampaign(seed, mitto);
        seedOf.set(result.shopId, seed);
        tell({ kind: 'held', seed, result });
      } catch (error) {
        failures += 1;
        tell({ kind: 'broke', seed, problem: error instanceof Error ? error.message : String(error) });
        if (failures === FAILURES_MAX) {
          return;
        }
        // What it left open would be swept into the campaigns after it.
        await emptyTheBook();
        mitto.newlyTaken();
      }
    }
    for (const { shopId, check, what, expected, found } of await auditNow()) {
      const problem = `the audit, ${check}: ${what}: ${expected} expected, ${found} found`;
      tell({ kind: 'audit', seed: seedOf.get(shopId ?? 0), problem });
    }
  } finally {
    await mitto.stop();
  }
}

async function auditNow() {
  const client = await pool.connect();
  return audit(client).finally(() => client.release());
}
