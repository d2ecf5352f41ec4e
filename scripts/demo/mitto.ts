import type { SettingsPatch } from '../../test/simulators/mitto/settings.ts';
import { simulatorHeap } from '../node-flags.ts';
import type { ChildSpec } from './child.ts';
import type { MittoAccess, Variables } from './environment.ts';
import { demoPaths } from './paths.ts';
import { DemoProblem } from './problem.ts';
import type { DemoState } from './state.ts';

/** A carrier in good health: reports after one to four seconds, and a few numbers in a hundred that can't be reached. */
const settings = {
  latency: { ms: 20, spreadMs: 30 },
  delivery: {
    byPrefix: {
      '+30698': { failureShare: 0.12, description: 'Absent subscriber', errorcode: '27' },
      '+35795': { failureShare: 0.12, description: 'Absent subscriber', errorcode: '27' },
      '+447400': { failureShare: 0.1, description: 'Unknown subscriber', errorcode: '1' },
      '+491575': { failureShare: 0.1, description: 'Call barred', errorcode: '13' },
    },
  },
  reports: { delayMs: 1_000, spreadMs: 3_000 },
  references: { inReports: true, inStatus: true, inAnswer: true },
} satisfies SettingsPatch;
const seed = '7';

/**
 * The server that MITTO_API_BASE_URL names; undefined when the simulator is to be used.
 *
 * @throws DemoProblem when the variables are incomplete, or name Mitto itself: the demo's customers are invented, but
 * their numbers may belong to somebody.
 */
export function givenMitto(given: Variables): MittoAccess | undefined {
  const baseUrl = given.MITTO_API_BASE_URL;
  if (baseUrl === undefined || baseUrl === '') {
    return undefined;
  }
  const missing = ['MITTO_API_KEY', 'MITTO_TRAFFIC_ACCOUNT_ID'].filter((name) => !given[name]);
  if (missing.length > 0) {
    throw new DemoProblem(
      `MITTO_API_BASE_URL is set, but ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing. ` +
        'Set all three to use that server, or none to use the simulator.',
    );
  }
  if (!URL.canParse(baseUrl)) {
    throw new DemoProblem(
      'MITTO_API_BASE_URL is no address. Example: MITTO_API_BASE_URL=http://127.0.0.1:7001',
    );
  }
  if (/(^|\.)(mittoapi\.com|mitto\.ch)$/i.test(new URL(baseUrl).hostname)) {
    throw new DemoProblem(
      'MITTO_API_BASE_URL names Mitto itself. The demo does not text through it: its customers are invented, but their ' +
        'numbers may belong to somebody. Name a test server, or unset it to use the simulator.',
    );
  }
  return {
    baseUrl,
    apiKey: given.MITTO_API_KEY ?? '',
    trafficAccountId: given.MITTO_TRAFFIC_ACCOUNT_ID ?? '',
  };
}

/** The simulator; what it took in earlier runs is in its log still. */
export function simulatorSpec(env: NodeJS.ProcessEnv, state: DemoState, reportUrl: string): ChildSpec {
  return {
    name: 'mitto-simulator',
    script: 'test/simulators/mitto/index.ts',
    nodeFlags: simulatorHeap,
    args: [
      ...[
        '--log',
        demoPaths.mittoLog,
        '--api-key',
        state.mittoApiKey,
        '--traffic-account',
        state.trafficAccountId,
      ],
      ...['--report-url', reportUrl, '--seed', seed, '--settings', JSON.stringify(settings)],
    ],
    env,
    graceMs: 10_000,
    announces: true,
  };
}
