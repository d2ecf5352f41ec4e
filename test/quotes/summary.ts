import { performance } from 'node:perf_hooks';
import type { FromLane } from './lane-process.ts';
import type { QuotesOptions } from './options.ts';

/** Adds up what the lanes tell. */
export function newSummary({ seed, lanes }: QuotesOptions) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const outcomes: Record<string, number> = {};
  const sums = { texts: 0, quoted: 0, spent: 0, released: 0, refunded: 0 };
  const steps = new Map<string, { times: number; did: number }>();
  const failedSeeds: number[] = [];
  let campaigns = 0;
  let failed = 0;
  let cpuSeconds = 0;

  return {
    seconds,
    campaigns: () => campaigns,
    holds: () => failed === 0,
    add(message: FromLane): void {
      if (message.kind === 'done') {
        cpuSeconds += message.cpuSeconds;
        for (const [kind, { times, did }] of message.steps) {
          const before = steps.get(kind) ?? { times: 0, did: 0 };
          steps.set(kind, { times: before.times + times, did: before.did + did });
        }
        return;
      }
      if (message.kind !== 'held') {
        failed += 1;
        failedSeeds.push(...(message.seed === undefined ? [] : [message.seed]));
      }
      campaigns += message.kind === 'audit' ? 0 : 1;
      if (message.kind === 'held') {
        const { result } = message;
        outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
        for (const name of ['texts', 'quoted', 'spent', 'released', 'refunded'] as const) {
          sums[name] += result[name];
        }
      }
    },
    json: () => ({
      campaigns,
      failed,
      failedSeeds,
      seed,
      lanes,
      outcomes,
      ...sums,
      charged: sums.spent - sums.refunded,
      /** How often each kind of step found something to do, of how many times it was made. */
      steps: Object.fromEntries(
        [...steps].sort().map(([kind, { times, did }]) => [kind, `${did} of ${times}`]),
      ),
      seconds: seconds(),
      cpuMsPerCampaign: Math.round((cpuSeconds * 1000) / Math.max(1, campaigns)),
    }),
  };
}
