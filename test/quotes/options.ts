import { parseArgs } from 'node:util';
import { z } from 'zod';

const usage = `npm run quotes -- [options]
  --campaigns N   how many random campaigns (1000); campaign number n has the seed SEED + n
  --seed N        the first campaign's seed (1)
  --lanes N       side by side, each in a process and a database of its own (2)
  --only N        instead: the one campaign of this seed, as it was in any run`;

const whole = (from: number, to: number) => z.coerce.number().int().min(from).max(to);

const schema = z.object({
  campaigns: whole(1, 10_000_000).default(1_000),
  seed: whole(1, 2 ** 30).default(1),
  lanes: whole(1, 64).default(2),
  only: whole(1, 2 ** 31 - 1).optional(),
});

export type QuotesOptions = { campaigns: number; seed: number; lanes: number };

/** Reads the command line; the problem says what is allowed. */
export function parseOptions(
  argv: string[],
): { ok: true; options: QuotesOptions } | { ok: false; problem: string } {
  try {
    const string = { type: 'string' } as const;
    const { values } = parseArgs({
      args: argv,
      options: { campaigns: string, seed: string, lanes: string, only: string },
    });
    const parsed = schema.safeParse(values);
    if (!parsed.success) {
      return { ok: false, problem: `${z.prettifyError(parsed.error)}\n\n${usage}` };
    }
    const { only, campaigns, seed, lanes } = parsed.data;
    return {
      ok: true,
      options:
        only === undefined
          ? { campaigns, seed, lanes: Math.min(lanes, campaigns) }
          : { campaigns: 1, seed: only, lanes: 1 },
    };
  } catch (error) {
    return { ok: false, problem: `${error instanceof Error ? error.message : error}\n\n${usage}` };
  }
}
