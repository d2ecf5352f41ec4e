// DANGER: imports the app, which parses the environment while it is loaded: import it after process.env is set.
import { exportCsv } from './export-csv.ts';
import type { Merchant } from './merchant.ts';
import { shown } from './paths.ts';
import type { Progress } from './progress.ts';
import { brokenPromises } from './promises.ts';
import { markLog, readFacts } from './read-facts.ts';
import { type DemoResult, resultOf } from './result.ts';
import { sendCampaign } from './send-campaign.ts';
import { watchCampaign } from './watch-campaign.ts';

/**
 * The main job, unattended: one campaign from its first word to the last report, through the pages and the workers,
 * then judged.
 */
export async function sendOnce(
  merchant: Merchant,
  options: {
    shopId: number;
    text: string;
    exportFile: string | undefined;
    /** The simulator's log; undefined when texts went to another server. */
    mittoLog: string | undefined;
    progress: Progress;
    signal: AbortSignal;
  },
): Promise<DemoResult> {
  const { shopId, exportFile, mittoLog, progress } = options;
  const mark = mittoLog === undefined ? undefined : await markLog(mittoLog);
  const campaignId = await sendCampaign(merchant, options);
  await watchCampaign(merchant, { ...options, campaignId });
  progress.update('Comparing the books with what was really sent');
  const facts = await readFacts(shopId, campaignId, mark);
  if (facts.status === 'paused') {
    progress.say('The campaign was paused: Mitto refuses the account. Check MITTO_API_KEY.');
  }
  if (exportFile !== undefined) {
    await exportCsv(exportFile, facts.recipients);
    progress.say(`Recipients written to ${shown(exportFile)}`);
  }
  const broken = brokenPromises(facts);
  for (const line of broken) {
    progress.say(`BROKEN PROMISE: ${line}`);
  }
  return resultOf(facts, broken.length === 0);
}
