import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { summariseTruth } from '../simulators/mitto/truth.ts';
import { launchBrowser, ORDINARY_USER_AGENT } from '../support/browser.ts';
import { cloneTemplate } from '../support/database.ts';
import { startWholeApp, type WholeApp } from '../support/whole-app.ts';

const CUSTOMERS = 200;
/** Every page as a picture, to be looked at; `UPDATE_PICTURES=1` takes those of the README anew. */
const pictures = resolve(import.meta.dirname, '../../.data/pictures');
const readmePictures = resolve(import.meta.dirname, 'pictures');
const inReadme = ['report-1280', 'editor-390'];

let app: WholeApp;
let browser: Browser;
let db: pg.Client;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  app = await startWholeApp({ database: await cloneTemplate(), customers: CUSTOMERS });
  db = new pg.Client({ connectionString: app.databaseUrl });
  await db.connect();
  browser = await launchBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await db?.end();
  await app?.stop();
}, 60_000);

test('a merchant writes a text, sees what it can cost, sends it and watches it being delivered', async () => {
  const { page, problems } = await open(1280, 900);
  await page.goto(app.adminUrl());
  await page.getByRole('heading', { name: 'Text your customers' }).waitFor();
  await check(page, 'campaigns-empty-1280');
  await until("SELECT count(*) = 1 AS yes FROM shop WHERE sync_status = 'done'");
  await grantCredits(1_000);

  await page
    .getByRole('button', { name: 'Create campaign' })
    .or(page.getByRole('link', { name: 'Create campaign' }))
    .first()
    .click();
  await page.getByLabel('Name', { exact: true }).fill('Weekend sale');
  await page
    .getByLabel('Text message')
    .fill('Hi {{ first_name | "there" }}, everything is 20% off until Sunday. See you in the shop!');
  await page.getByLabel('Sender').fill('Demoshop');
  await page.getByText('Standard alphabet (GSM-7)').waitFor();
  await check(page, 'editor-1280');

  await page.getByRole('button', { name: 'Review', exact: true }).first().click();
  await page.getByRole('button', { name: /^Send to / }).waitFor();
  await check(page, 'review-1280');

  // Pressed twice, as people do.
  await page.getByRole('button', { name: /^Send to / }).dblclick();
  await page.getByText('Where every text is').waitFor();
  await until("SELECT count(*) = 1 AS yes FROM campaign WHERE status = 'completed'");
  await page.getByText('Completed').first().waitFor();
  await check(page, 'report-1280');

  const { rows } = await db.query(
    `SELECT k.recipient_count AS recipients,
            (SELECT sum(count)::integer FROM campaign_count c WHERE c.campaign_id = k.id) AS counted,
            (SELECT count(*)::integer FROM credit_transfer t WHERE t.campaign_id = k.id AND reason = 'hold') AS holds
     FROM campaign k`,
  );
  const truth = await summariseTruth(app.mitto.logFile);
  expect(rows).toEqual([{ recipients: truth.accepted, counted: truth.accepted, holds: 1 }]);
  expect(Math.max(...truth.timesByDestination.values())).toBe(1);

  await page.locator('a[href*="/recipients/"]').first().click();
  await page.getByText('everything is 20% off').waitFor();
  await check(page, 'recipient-1280');
  expect(problems).toEqual([]);
  await page.context().close();
}, 180_000);

test.each([
  ['campaigns', '/app', 'Campaigns'],
  ['editor', '/app/campaigns/new', 'New campaign'],
  ['report', '/app/campaigns/1/report', 'Weekend sale'],
  ['contacts', '/app/contacts', 'Contacts'],
  ['credits', '/app/credits', 'Credits'],
  ['settings', '/app/settings', 'Settings'],
  ['templates', '/app/templates', 'Templates'],
])(
  'the page %s can be used at the width of a phone, and is readable for a screen reader',
  async (name, path, title) => {
    const { page, problems } = await open(390, 844);
    await page.goto(app.adminUrl(path));
    await page.getByRole('heading', { name: title }).first().waitFor();
    if (name === 'editor') {
      await page
        .getByLabel('Text message')
        .fill('Γεια {{ first_name | "σου" }}! Έκπτωση 20% έως Κυριακή: http://example.com/sale');
    }
    if (name === 'settings') {
      await page.getByLabel('Country', { exact: true }).selectOption({ label: 'United States' });
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.keyboard.type('Demoshop');
      await page.getByText('Carriers there refuse texts from a name').waitFor();
    }
    await check(page, `${name}-390`);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    expect(problems).toEqual([]);
    await page.context().close();
  },
  60_000,
);

async function open(width: number, height: number): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({
    userAgent: ORDINARY_USER_AGENT,
    viewport: { width, height },
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      problems.push(message.text());
    }
  });
  return { page, problems };
}

/** A picture, and no violation of WCAG A and AA. */
async function check(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: resolve(pictures, `${name}.png`), fullPage: true });
  if (process.env.UPDATE_PICTURES === '1' && inReadme.includes(name)) {
    await page.screenshot({ path: resolve(readmePictures, `${name}.png`) });
  }
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
}

async function until(question: string): Promise<void> {
  await expect
    .poll(async () => (await db.query<{ yes: boolean }>(question)).rows[0]?.yes, {
      timeout: 60_000,
      interval: 200,
    })
    .toBe(true);
}

/** As the operator does; the app's own pool is not for this process, so by the database function. */
async function grantCredits(credits: number): Promise<void> {
  await db.query(`SELECT credit_receive(id, md5('grant')::uuid, 'grant', $1, NULL) FROM shop`, [credits]);
}
