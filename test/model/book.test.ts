import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectCountsToBeExact, expectEverythingToHaveEnded, expectEverythingToHold } from './checks.ts';
import { heal } from './heal.ts';
import { grant, newCampaign, send } from './merchant-steps.ts';
import { made, steps } from './steps.ts';
import { newWorld, type World } from './world.ts';

const RUNS = Number(process.env.RUNS ?? 15);
/** A failure prints its seed; with SEED and the same RUNS it is found and shrunk again. */
const SEED = process.env.SEED;
const STEPS_MAX = 25;
const SECONDS_PER_RUN = 20;

/** A shop whose first campaign is being sent when the steps begin. */
async function sendingWorld(): Promise<World> {
  const world = await newWorld();
  await grant(world, 'opening', 20);
  await newCampaign(world, { people: 6, perBatch: 2 });
  expect(await send(world, 0)).toBe(true);
  return world;
}

test(
  'whatever happens in whatever order, nobody is texted twice and the books balance',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(steps, { maxCommands: STEPS_MAX, size: 'max' }),
        fc.boolean(),
        async (commands, evidence) => {
          const world = await sendingWorld();
          await fc.asyncModelRun(() => ({ model: world, real: world }), commands);
          await heal(world, { evidence });
          await expectEverythingToHold(world);
          await expectCountsToBeExact(world);
          await expectEverythingToHaveEnded(world);
        },
      ),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    );
    if (process.env.RUNS !== undefined) {
      const lines = [...made].map(([kind, { times, did }]) => `${kind}: ${did} of ${times}`).sort();
      process.stdout.write(`${RUNS} runs; steps that found something to do:\n${lines.join('\n')}\n`);
    }
  },
  RUNS * SECONDS_PER_RUN * 1000,
);
