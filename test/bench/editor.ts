import type { Page } from 'playwright-core';
import { z } from 'zod';
import { launchBrowser, ORDINARY_USER_AGENT } from '../support/browser.ts';
import { startWholeApp } from '../support/whole-app.ts';
import { type Figure, median, quantile } from './figure.ts';

const CUSTOMERS = 200;
/** A fast typist has ten keys a second; this is a fast typist's key repeated. */
const KEY_EVERY_MS = 40;
/** Three parts at last, in both alphabets, with a tag, a link and characters that nobody meant. */
const TEXTS = {
  english:
    'Hi {{ first_name | "there" }}, our big summer sale has begun: everything you love is twenty percent off until Sunday evening, in the shop and online. See https://shop.example/sale?utm_source=sms and use “SUMMER” at the till. We look forward to seeing you again soon — bring a friend, and both of you get a present from us!',
  greek:
    'Γεια σου {{ first_name | "φίλη" }}! Οι μεγάλες καλοκαιρινές εκπτώσεις ξεκίνησαν: όλα όσα αγαπάς με έκπτωση είκοσι τοις εκατό έως την Κυριακή. Δες https://shop.example/sale?utm_source=sms και χρησιμοποίησε το “ΚΑΛΟΚΑΙΡΙ” στο ταμείο. Σε περιμένουμε!',
} as const;
/** Of a screen that shows 60 a second. */
const FRAME_MS = 1_000 / 60;

/** The text of a campaign, typed into the editor by a browser: what each key costs, and how evenly frames follow. */
export async function editor(databaseUrl: string): Promise<Figure[]> {
  // It is of the whole bench, which drops it.
  const database = { url: databaseUrl, drop: async () => {} };
  const app = await startWholeApp({ database, customers: CUSTOMERS });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      userAgent: ORDINARY_USER_AGENT,
      viewport: { width: 1_280, height: 900 },
    });
    const figures: Figure[] = [];
    for (const [name, text] of Object.entries(TEXTS)) {
      const page = await context.newPage();
      await page.goto(app.adminUrl('/app/campaigns/new'));
      await page.getByLabel('Text message').click();
      // The first keys meet code that the browser has not compiled yet.
      await page.keyboard.type('Warm up. ', { delay: KEY_EVERY_MS });
      figures.push(...(await typed(page, name, text)));
      await page.close();
    }
    return figures;
  } finally {
    await browser.close();
    await app.stop();
  }
}

async function typed(page: Page, name: string, text: string): Promise<Figure[]> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const busySeconds = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0;
  };
  await page.evaluate(watchFrames);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const busyBefore = await busySeconds();
  await page.keyboard.type(text, { delay: KEY_EVERY_MS });
  await page.waitForFunction(`window.benchSeen.keys.length >= ${text.length}`);
  const busy = (await busySeconds()) - busyBefore;
  const { frames, keys } = seenInPage.parse(await page.evaluate(readFrames));
  if (keys.length < text.length || requests.length > 0) {
    throw new Error(
      `${keys.length} of ${text.length} keys were seen, and ${requests.length} requests were made`,
    );
  }
  const figure = (what: string, value: number, unit: string): Figure => ({
    bench: 'editor',
    what: `${name}: ${what}`,
    value,
    unit,
  });
  return [
    figure(
      `main thread per key, of ${FRAME_MS.toFixed(1)} ms of a frame`,
      (1_000 * busy) / text.length,
      'ms',
    ),
    figure('key until its handlers are done, median', median(keys), 'ms'),
    figure('key until its handlers are done, p99', quantile(keys, 0.99), 'ms'),
    figure('from frame to frame, median', median(frames), 'ms'),
    figure('from frame to frame, p99', quantile(frames, 0.99), 'ms'),
    figure(
      'frames that came late by one or more',
      (100 * frames.filter((ms) => ms > 1.5 * FRAME_MS).length) / frames.length,
      '%',
    ),
  ];
}

/** Milliseconds. */
const seenInPage = z.object({ frames: z.array(z.number()), keys: z.array(z.number()) });

/** Run in the page: text, because types of a browser are not those of this process. */
const watchFrames = `(() => {
  const seen = { frames: [], keys: [], ended: false };
  window.benchSeen = seen;
  let last = performance.now();
  const frame = (now) => {
    seen.frames.push(now - last);
    last = now;
    if (!seen.ended) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const began = (event) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => seen.keys.push(performance.now() - event.timeStamp);
    channel.port2.postMessage(null);
  };
  window.addEventListener('input', began, { capture: true });
})()`;

const readFrames = `(() => { window.benchSeen.ended = true; return window.benchSeen; })()`;
