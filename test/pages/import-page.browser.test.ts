import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, ORDINARY_USER_AGENT } from '../support/browser.ts';
import { cloneTemplate } from '../support/database.ts';
import { startWholeApp, type WholeApp } from '../support/whole-app.ts';

const pictures = resolve(import.meta.dirname, '../../.data/pictures');
const exports = resolve(import.meta.dirname, '../support/fixtures/exports');

/** Files that are nobody's export: with doubts, below titles, in an old code page. */
const others: Readonly<Record<string, Buffer>> = {
  'two-phones': Buffer.from(
    'Kunden;;;\nStand 01.12.2026;;;\n\nVorname;Handy;Mobil;Antwort\nAnna;0151 23456789;0151 23456780;active\nBen;0151 23456781;0151 23456782;unsubscribed\n',
  ),
  'greek-linux': Buffer.from('phone,first name\n6943123456,\u00b6\u00ed\u00ed\u00e1\n', 'latin1'),
};

let app: WholeApp;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  app = await startWholeApp({ database: await cloneTemplate(), customers: 5 });
  browser = await launchBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, 60_000);

/** `EXPORTS=1` shows all of them, to be looked at; it takes two minutes. */
const shown = process.env.EXPORTS === '1' ? readdirSync(exports) : ['hubspot.csv'];
const files = [
  ...shown.map((name) => [name, readFileSync(resolve(exports, name))] as const),
  ...Object.entries(others).map(([name, bytes]) => [`${name}.csv`, bytes] as const),
];

test('a file of contacts is described on a page that anybody can read, on a desk and on a phone', async () => {
  const context = await browser.newContext({ userAgent: ORDINARY_USER_AGENT, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  for (const [name, buffer] of files) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(app.adminUrl('/app/contacts/import'));
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
    await page.getByRole('heading', { name: 'What is in the columns?' }).waitFor();
    await look(page, `import-${name.replace('.csv', '')}-1280`);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.getByRole('heading', { name: 'What is in the columns?' }).waitFor();
    await look(page, `import-${name.replace('.csv', '')}-390`);
    const isAsked = await page.getByText(/questions? about the columns/).count();
    expect({ name, isAsked }).toEqual({ name, isAsked: /hubspot|two-phones/.test(name) ? 1 : 0 });
    await page.getByRole('button', { name: 'Discard the file' }).click();
    await page.getByText('Choose a CSV file').first().waitFor();
  }
});

/** A picture, nothing wider than the screen, and no violation of WCAG A and AA. */
async function look(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: resolve(pictures, `${name}.png`), fullPage: true });
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
}
