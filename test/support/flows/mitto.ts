import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { parseDeliveryReports } from '../../../app/core/delivery/delivery-reports.ts';
import { recordReports } from '../../../app/features/delivery/record-reports.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { env } from '../../../app/platform/env.server.ts';
import type { DirectiveInput } from '../../simulators/mitto/behaviours.ts';
import type { SettingsPatch } from '../../simulators/mitto/settings.ts';
import { type MittoSimulator, startMittoSimulator } from '../../simulators/mitto/start.ts';
import { type AcceptedMessage, readTruth, summariseTruth } from '../../simulators/mitto/truth.ts';
import { deleteAllJobs } from './jobs.ts';

/** Silent unless a test asks for reports: then each is the effect of something the test did. */
const silent: SettingsPatch = { reports: { share: 0, delayMs: 0, spreadMs: 0, gapMs: 0 } };

export type Mitto = {
  simulator(): MittoSimulator;
  /** What the next calls meet, the first for the first. */
  next(...behaviours: DirectiveInput[]): Promise<void>;
  settings(patch: SettingsPatch): Promise<void>;
  /** Every text the carrier took for a campaign, from its own log: the truth about who was texted. */
  truthOf(campaignId: number): Promise<AcceptedMessage[]>;
};

/**
 * One simulator for the whole file, which the app's environment points at, with our report callback registered. After
 * every test its log is asked whether anybody was texted twice (P1). Calls time out after `timeoutMs`.
 */
export function mittoOfThisFile(options: { timeoutMs?: number } = {}): Mitto {
  let simulator: MittoSimulator | undefined;
  const receiver = createServer((request, response) => {
    answerReports(request).then(
      () => response.writeHead(200).end(),
      () => response.writeHead(503).end(),
    );
  });
  const running = () => {
    if (simulator === undefined) {
      throw new Error('the simulator runs only inside tests');
    }
    return simulator;
  };

  beforeAll(async () => {
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const address = receiver.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    simulator = await startMittoSimulator({
      apiKey: env.MITTO_API_KEY,
      settings: silent,
      reportUrl: `http://127.0.0.1:${port}/reports`,
    });
    env.MITTO_API_BASE_URL = simulator.url;
    env.MITTO_TIMEOUT_MS = options.timeoutMs ?? 5_000;
  });
  beforeEach(async () => {
    await deleteAllJobs();
    await pool.query('DELETE FROM carrier_account');
    await running().reset();
  });
  afterEach(async () => {
    const { timesByReference } = await summariseTruth(running().logFile);
    const twice = [...timesByReference].filter(([, times]) => times > 1);
    expect(twice, 'texted twice, by the carrier’s own log').toEqual([]);
  });
  afterAll(async () => {
    await simulator?.discard();
    receiver.closeAllConnections();
    receiver.close();
  });

  return {
    simulator: running,
    next: (...behaviours) => running().next(behaviours),
    settings: (patch) => running().control(patch),
    async truthOf(campaignId) {
      const prefix = `s1-${campaignId.toString(36)}-`;
      const found: AcceptedMessage[] = [];
      for await (const message of readTruth(running().logFile)) {
        if (message.reference?.startsWith(prefix) === true) {
          found.push(message);
        }
      }
      return found;
    },
  };
}

/** What the callback route does after the secret was checked. */
async function answerReports(request: IncomingMessage): Promise<void> {
  const { reports } = parseDeliveryReports(
    request.method === 'GET'
      ? { query: new URL(request.url ?? '', 'http://receiver').search }
      : { contentType: request.headers['content-type'], body: await text(request) },
  );
  await recordReports(reports);
}
