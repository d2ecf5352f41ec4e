import type { FailpointName } from '../../app/platform/failpoint-names.ts';
import { BEHAVIOURS, type Behaviour } from '../simulators/mitto/behaviours.ts';
import { below, chance, fraction, type Random } from '../simulators/mitto/random.ts';
import type { SettingsPatch } from '../simulators/mitto/settings.ts';
import { pick } from './armed-failpoints.ts';
import type { ScenarioName } from './scenario.ts';

/** Each of them leaves texts accepted or not; what the app can learn about it differs. */
const faults: readonly Behaviour[] = BEHAVIOURS.filter((behaviour) => behaviour !== 'accept');

/** How the carrier behaves while the faults last. */
export function chooseCarrier(
  name: ScenarioName,
  random: Random,
  contradicts: boolean,
  armed: readonly FailpointName[],
): SettingsPatch {
  const unruly = name === 'unruly-reports';
  const fault: Partial<Record<Behaviour, number>> = {};
  if (name === 'carrier-faults') {
    for (const one of faults) {
      fault[one] = 0.012;
    }
  } else if (chance(random, 0.4)) {
    for (let n = 0; n < 3; n += 1) {
      fault[pick(faults, below(random, faults.length))] = 0.03;
    }
  }
  // These are passed only when there is an unknown that reports can end.
  if (armed.includes('before-trace-commit') || armed.includes('after-parked-reports')) {
    fault['accept-then-close'] = 0.3;
  }
  // One by one the reports of a hundred thousand would last longer than the sending that this one is about.
  const batched = !unruly && (chance(random, 0.8) || name === 'opt-outs');
  const twisted = unruly ? 0.1 : 0;
  return {
    fault,
    latency: { ms: 20 + below(random, 250), spreadMs: below(random, 250) },
    delivery: { failureShare: 0.02 + fraction(random) * 0.1 },
    reports: {
      delayMs: below(random, 1_500),
      spreadMs: below(random, 2_000),
      earlyShare: unruly || armed.includes('after-parked-reports') || chance(random, 0.3) ? 0.2 : 0,
      sentFirstShare: 0.1,
      twiceShare: 0.05 + twisted,
      outOfOrderShare: 0.05 + twisted,
      contradictoryShare: contradicts ? 0.1 : 0,
      unknownIdShare: unruly ? 0.05 : 0,
      // Arrays cost two processes least and come as JSON only.
      ...(batched ? { batch: 40 } : { transport: 'mixed' as const, shape: 'mixed' as const }),
    },
    // Without references in the answer nobody could tell that ids were given out in another order.
    references: { inReports: true, inStatus: true, inAnswer: true },
  };
}
