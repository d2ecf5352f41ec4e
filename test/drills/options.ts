import { parseArgs } from 'node:util';
import { z } from 'zod';
import { failpointNames } from '../../app/platform/failpoint-names.ts';
import { scenarioNames } from './scenario.ts';

const usage = `npm run drill -- [options]
  --runs N          how many runs (20); run number n has the seed SEED + n; of 200 or more runs, the drill also fails
                    when one of the failpoints has killed a process fewer than ten times
  --seed N          the first run's seed (1)
  --recipients N    recipients of each run's campaign (2000)
  --lanes N         runs side by side, each lane with a PostgreSQL of its own (2)
  --only NAME       one scenario (${scenarioNames.join(', ')}) or one failpoint (${failpointNames.join(', ')})
  --mutants         instead: plants known mistakes and shows that a test or a drill catches each (--list, --only NAME)`;

const whole = (from: number, to: number, fallback: number) =>
  z.coerce.number().int().min(from).max(to).default(fallback);

const schema = z.object({
  runs: whole(1, 100_000, 20),
  seed: whole(1, 2 ** 31, 1),
  recipients: whole(20, 100_000, 2_000),
  lanes: whole(1, 16, 2),
  only: z.enum([...scenarioNames, ...failpointNames]).optional(),
});

export type DrillOptions = z.infer<typeof schema>;

/** Reads the command line; the problem says what is allowed. */
export function parseOptions(
  argv: string[],
): { ok: true; options: DrillOptions } | { ok: false; problem: string } {
  try {
    const string = { type: 'string' } as const;
    const { values } = parseArgs({
      args: argv,
      options: { runs: string, seed: string, recipients: string, lanes: string, only: string },
    });
    const parsed = schema.safeParse(values);
    return parsed.success
      ? { ok: true, options: parsed.data }
      : { ok: false, problem: `${z.prettifyError(parsed.error)}\n\n${usage}` };
  } catch (error) {
    return { ok: false, problem: `${error instanceof Error ? error.message : error}\n\n${usage}` };
  }
}
