import { type Figure, perSecond } from './figure.ts';
import { BenchProcess } from './process.ts';
import { confirm, quoteCampaign, untilHandedOver } from './send-campaign.ts';
import { benchShop } from './shop.ts';

/** Campaigns at once, each of a shop of its own. */
const CAMPAIGNS = 4;

/** Several campaigns that are confirmed together, with as many recipients in all as the pipeline's one. */
export async function campaigns(recipients: number): Promise<Figure[]> {
  const { pool } = await import('../../app/platform/database.server.ts');
  const worker = new BenchProcess('workers/index.ts');
  const quoted = [];
  for (let i = 0; i < CAMPAIGNS; i += 1) {
    quoted.push(await quoteCampaign(pool, await benchShop(pool, Math.floor(recipients / CAMPAIGNS), 2)));
  }
  const started = performance.now();
  const ends = await Promise.all(
    quoted.map(async (campaign) => {
      await confirm(campaign);
      await untilHandedOver(pool, campaign);
      return performance.now() - started;
    }),
  );
  const last = Math.max(...ends);
  const texts = quoted.reduce((sum, campaign) => sum + campaign.recipients, 0);
  const megabytes = worker.peakMegabytes();
  await worker.stop();
  return [
    {
      bench: 'campaigns',
      what: `${CAMPAIGNS} at once, ${texts.toLocaleString('en-GB')} texts`,
      value: perSecond(texts, last),
      unit: 'texts/s',
    },
    {
      bench: 'campaigns',
      what: 'the first was through in this share of the last',
      value: (100 * Math.min(...ends)) / last,
      unit: '%',
    },
    { bench: 'memory', what: 'worker, several campaigns', value: megabytes, unit: 'MB' },
  ];
}
