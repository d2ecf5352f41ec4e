import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, quantile } from './figure.ts';

const PAUSE_MS = 100;

/** Reads the pages that a merchant has open, again and again, until `end` is called. Milliseconds of the server. */
export async function watchPages(shopId: number, campaignId: number): Promise<{ end(): Promise<Figure[]> }> {
  const { campaignReport } = await import('../../app/features/campaigns/campaign-report-page.server.ts');
  const { campaignListPage } = await import('../../app/features/campaigns/campaign-list-page.server.ts');
  const { contactListPage } = await import('../../app/features/contacts/contact-pages.server.ts');
  const { creditsPage } = await import('../../app/features/credits/credit-pages.server.ts');
  const pages: Record<string, () => Promise<unknown>> = {
    report: () => campaignReport(shopId, campaignId),
    campaigns: () => campaignListPage(shopId, { filter: '', search: '', cursor: null }),
    contacts: () => contactListPage(shopId, { search: '', consent: '', cursor: null }),
    credits: () => creditsPage(shopId, { cursor: null }),
  };
  const times = new Map(Object.keys(pages).map((name): [string, number[]] => [name, []]));
  let ending = false;
  const reading = (async () => {
    while (!ending) {
      for (const [name, read] of Object.entries(pages)) {
        const asked = performance.now();
        await read();
        times.get(name)?.push(performance.now() - asked);
      }
      await sleep(PAUSE_MS);
    }
  })();
  return {
    async end() {
      ending = true;
      await reading;
      return [...times].map(([name, taken]) => ({
        bench: 'pages',
        what: `p99 of the page ${name} while sending`,
        value: quantile(taken, 0.99),
        unit: 'ms',
      }));
    },
  };
}
