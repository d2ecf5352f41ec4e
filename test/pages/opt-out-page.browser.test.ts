import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ByteBudget } from '../../app/server/byte-budget.ts';
import { awayPage, PAGE_POLICY, stopPage, stoppedPage, unknownPage } from '../../app/server/link-pages.ts';
import { readBody } from '../../app/server/read-body.ts';
import { launchBrowser } from '../support/browser.ts';

/** Every page as a picture, to be looked at. */
const pictures = resolve(import.meta.dirname, '../../.data/pictures');
const longName = 'AShopNameWithoutAnySpaceThatNobodyWouldChooseButSomebodyHas';
const pages: Record<string, string> = {
  'stop-el': stopPage('el', 'Καφενείο της Ελένης & Σία'),
  'stop-en': stopPage('en', 'Kafeneio'),
  'stop-long': stopPage('el', longName),
  'stop-again': stopPage('en', 'Kafeneio', true),
  stopped: stoppedPage('el', 'Καφενείο'),
  unknown: unknownPage('en'),
  away: awayPage('el'),
};

let browser: Browser;
let http: Server;
let origin: string;
const posted: string[] = [];

const budget = new ByteBudget(1_000_000);

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  http = createServer((request, response) => {
    const answer = (page: string | undefined) =>
      response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': PAGE_POLICY,
        })
        .end(page);
    if (request.method !== 'POST') {
      answer(pages[request.url?.slice(1) ?? '']);
      return;
    }
    void readBody(request, { bytes: 1_000, ms: 10_000, budget }).then((body) => {
      posted.push(body.kind === 'read' ? body.bytes.toString() : body.kind);
      answer(pages.stopped);
    });
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  // It listens on TCP, so this is no pipe's name.
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  http?.close();
});

test.each([
  ['light', 320],
  ['light', 390],
  ['light', 1280],
  ['dark', 390],
] as const)('in %s at %i pixels every page fits and can be read by everybody', async (colorScheme, width) => {
  const context = await browser.newContext({ viewport: { width, height: 720 }, colorScheme });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => refused.push(message.text()));
  for (const name of Object.keys(pages)) {
    await page.goto(`${origin}/${name}`);
    expect(await overflow(page), name).toBeLessThanOrEqual(0);
    if (width === 390) {
      expect((await new AxeBuilder({ page }).analyze()).violations, name).toEqual([]);
    }
    await page.screenshot({ path: resolve(pictures, `opt-out-${name}-${width}-${colorScheme}.png`) });
  }
  // Chromium asks for a favicon by itself, and the policy has none.
  expect(refused.filter((line) => !line.includes('favicon'))).toEqual([]);
  await context.close();
});

const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');

test('the button is large enough for a thumb, and works by keyboard and without JavaScript', async () => {
  const context = await browser.newContext({
    viewport: { width: 320, height: 640 },
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto(`${origin}/stop-el`);
  const button = page.getByRole('button', { name: 'Διακοπή μηνυμάτων' });
  expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Δεν θα λαμβάνετε πια μηνύματα' }).waitFor();
  expect(posted).toEqual(['answer=stop']);
  await context.close();
});
