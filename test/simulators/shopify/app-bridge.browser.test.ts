import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, ORDINARY_USER_AGENT } from '../../support/browser.ts';
import { startTinyApp, type TinyApp } from './tiny-app/tiny-app.ts';

let app: TinyApp;
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  app = await startTinyApp();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});
beforeEach(async () => {
  const context = await browser.newContext({
    userAgent: ORDINARY_USER_AGENT,
    viewport: { width: 1280, height: 800 },
  });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(app.admin.url);
});
afterEach(async () => {
  await page.context().close();
  expect(problems).toEqual([]);
});

const path = () => page.locator('#path').textContent();
const note = () => page.locator('#note').textContent();
const documentId = () => page.evaluate('window.documentId');
const inAdmin = (name: string) => page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name });

describe('requests', () => {
  test('a fetch to the app carries a session token, also when it sends a body', async () => {
    const answer = await page.evaluate(
      `fetch('/api/echo', { method: 'POST', body: 'γειά' }).then((response) => response.json())`,
    );
    expect(answer).toEqual({ shop: 'demo.myshopify.com', body: 'γειά' });
    expect(app.seen.at(-1)).toMatch(/^Bearer .+\..+\..+$/);
  });

  test('a refused token is replaced, and the request made once more with its body', async () => {
    await page.evaluate(`fetch('/api/first')`);
    app.refuseNextToken();
    const before = app.seen.length;
    const answer = await page.evaluate(
      `fetch('/api/echo', { method: 'POST', body: 'again' }).then((response) => response.json())`,
    );
    expect(answer).toMatchObject({ body: 'again' });
    const [first, second] = app.seen.slice(before);
    expect(app.seen).toHaveLength(before + 2);
    expect(second).not.toBe(first);
  });

  test('several requests at once share one token', async () => {
    const before = app.seen.length;
    await page.evaluate(`Promise.all(['a', 'b', 'c'].map((name) => fetch('/api/' + name)))`);
    expect(new Set(app.seen.slice(before)).size).toBe(1);
  });

  test('the page knows its shop and who is signed in; what is lacking says so', async () => {
    expect(await page.evaluate('shopify.config')).toMatchObject({
      apiKey: 'tiny-app-key',
      shop: 'demo.myshopify.com',
      locale: 'en',
    });
    expect(await page.evaluate('shopify.user()')).toMatchObject({ name: 'Eleni Papadopoulou' });
    await expect(page.evaluate(`shopify.resourcePicker({ type: 'product' })`)).rejects.toThrow(
      'not part of the admin stand-in',
    );
  });
});

describe('navigation', () => {
  test('a click in the admin’s menu changes the page without loading it, and highlights the entry', async () => {
    const before = await documentId();
    await inAdmin('Campaigns').click();
    expect(await path()).toBe('/app/campaigns');
    expect(await documentId()).toBe(before);
    expect(await inAdmin('Campaigns').getAttribute('aria-current')).toBe('page');
    expect(await inAdmin('Credits').getAttribute('aria-current')).toBeNull();
  });

  test('a reload comes back to the same page through the library’s bounce page', async () => {
    await inAdmin('Contacts').click();
    const before = await documentId();
    const bounced = page.waitForRequest((request) => request.url().includes('/auth/session-token'));
    await page.reload();
    await bounced;
    await page.waitForURL(/id_token=/);
    expect(await path()).toBe('/app/contacts');
    expect(await documentId()).not.toBe(before);
    expect(new URL(page.url()).searchParams.getAll('id_token')).toHaveLength(1);
  });

  test('on a phone the menu opens from a button and closes with Escape', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(() => inAdmin('Campaigns').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).click();
    await expect.poll(() => inAdmin('Campaigns').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => inAdmin('Campaigns').isVisible()).toBe(false);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });
});

describe('what is drawn', () => {
  test.each([1280, 390])('breaks no rule of accessibility at %i px', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(`void shopify.toast.show('Saved', { action: 'Undo', duration: 60_000 })`);
    await page.evaluate(`shopify.saveBar.show('changes')`);
    const drawn = await new AxeBuilder({ page }).include('#admin-stand-in').analyze();
    expect(drawn.violations.map((violation) => `${violation.id}: ${violation.help}`)).toEqual([]);
    await page.locator('#opener').click();
    const modal = await new AxeBuilder({ page }).include('#confirm').analyze();
    expect(modal.violations.map((violation) => `${violation.id}: ${violation.help}`)).toEqual([]);
  });

  test('the title bar’s buttons click those of the page', async () => {
    await page.getByRole('button', { name: 'Create campaign' }).click();
    expect(await note()).toBe('created');
  });

  test('a toast is shown, read out, and taken away', async () => {
    const id = await page.evaluate(`shopify.toast.show('Campaign saved')`);
    const toast = page.getByRole('status').getByText('Campaign saved');
    await toast.waitFor();
    await page.evaluate(`shopify.toast.hide(${JSON.stringify(id)})`);
    await toast.waitFor({ state: 'detached' });
  });

  test('a toast’s action is told to the page', async () => {
    await page.evaluate(
      `void shopify.toast.show('Paused', { action: 'Undo', onAction: () => note('undone') })`,
    );
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await note()).toBe('undone');
  });

  test('a modal traps the focus, closes with Escape, and gives the focus back', async () => {
    await page.locator('#opener').click();
    const dialog = page.getByRole('dialog', { name: 'Send campaign' });
    await dialog.waitFor();
    await page.locator('#name').fill('Eleni');
    await expect(page.locator('#opener').click({ timeout: 500 })).rejects.toThrow();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.id')).toBe('opener');
  });

  test('a modal’s footer buttons click those of the page', async () => {
    await page.locator('#opener').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    expect(await note()).toBe('sent');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  test('the menu does not lead away while the save bar is shown, and saving lets her go', async () => {
    await page.evaluate(`shopify.saveBar.show('changes')`);
    await page.getByRole('button', { name: 'Save' }).waitFor();
    await inAdmin('Campaigns').click();
    expect(await path()).toBe('/app');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await note()).toBe('saved');
    await inAdmin('Campaigns').click();
    expect(await path()).toBe('/app/campaigns');
  });

  test('leaving in spite of changes is asked for, and staying keeps them', async () => {
    await page.evaluate(`shopify.saveBar.show('changes')`);
    await page.evaluate(`void shopify.saveBar.leaveConfirmation().then(() => note('left'))`);
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('button', { name: 'Discard' }).waitFor();
    expect(await note()).toBe('');
    await page.evaluate(`void shopify.saveBar.leaveConfirmation().then(() => note('left'))`);
    await page.getByRole('button', { name: 'Leave page' }).click();
    await expect.poll(note).toBe('left');
  });
});
