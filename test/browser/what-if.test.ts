import type { Browser } from 'playwright-core';
import { continueAs, launchBrowser } from '../support/browser.ts';
import { ana, startWebConsole, type WebConsole } from '../support/web-console.ts';

let web: WebConsole;
let browser: Browser;
beforeAll(async () => {
  [web, browser] = [await startWebConsole(), await launchBrowser()];
});
afterAll(async () => {
  await browser.close();
  await web.stop();
});

it.each([360, 1600])('answers a slip by the keyboard alone, %d px wide', async (width) => {
  const { page, errors } = await continueAs(browser, web.url, ana.name, { width });
  await page.goto(new URL('/what-if', web.url).href);

  await page.getByLabel('Dependency').focus();
  await page.keyboard.type('DEP-4');
  await page.keyboard.press('Tab');
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');

  await page.getByRole('article', { name: 'If DEP-4 slips 12 working days' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  expect(errors).toEqual([]);
  await page.context().close();
});

it('says on the page what does not fit', async () => {
  const { page } = await continueAs(browser, web.url, ana.name);
  await page.goto(new URL('/what-if?dependency=DEP-99&days=5', web.url).href);
  expect(await page.getByRole('alert').textContent()).toContain('DEP-99 is not there.');
  expect(await page.getByLabel('Dependency').inputValue()).toBe('DEP-99');
  await page.context().close();
});
