import { DateTime } from 'luxon';
import type { Browser, Page } from 'playwright-core';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { continueAs, launchBrowser } from '../support/browser.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

let launch: Installation;
let browser: Browser;
beforeAll(async () => {
  launch = await startInstallation({
    at: '2026-12-01T06:00:00Z',
    processes: 1,
    channels: [],
    seed: {
      dependencies: [
        { title: 'Orders API', contacts: { product: 'ben', engineering: 'dev', qa: 'lena' } },
        { title: 'Usage feed' },
      ],
    },
  });
  await launch.db.tx(launch.workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    await replanPrompts({ tx, now: launch.clock.now() }, programme?.id ?? '');
  });
  await launch.advanceTo(DateTime.fromISO('2026-12-01T08:30:00Z'));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await launch.end();
});

/** Moves the focus with the Tab key alone, upwards from the line one types in, until it stands on something with this name. */
async function tabTo(page: Page, name: string, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Shift+Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) > 0 && (await focused.textContent())?.trim() === name) return;
  }
  throw new Error(`The Tab key does not reach "${name}".`);
}

it('lets an owner answer a prompt with the keyboard alone', async () => {
  const { page, errors } = await continueAs(browser, launch.url, 'Ana Example');
  await page.getByText('2 of your dependencies need a word by Wed 2 Dec, 18:00').waitFor();

  await tabTo(page, '✓ Green');
  await page.keyboard.press('Enter');
  await page.getByText(/DEP-[12]\s+✓ GREEN recorded from Ana Example/).waitFor();

  await tabTo(page, 'Details…');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  expect(errors).toEqual([]);
});

it('lets an approver approve, and a lead see the programme', async () => {
  const ana = await continueAs(browser, launch.url, 'Ana Example');
  await ana.page
    .getByRole('textbox')
    .first()
    .fill('/deps submit DEP-1 v1.0.0 https://contracts.example.com/orders-1.0.0.yaml');
  await ana.page.keyboard.press('Enter');
  await ana.page
    .getByText(/v1\.0\.0/)
    .first()
    .waitFor();
  await launch.settle();

  const ben = await continueAs(browser, launch.url, 'Ben Example');
  await ben.page.getByRole('button', { name: 'Approve v1.0.0' }).first().click();
  await ben.page
    .getByText(/approved|signed/i)
    .first()
    .waitFor();

  const lena = await continueAs(browser, launch.url, 'Lena Example', { width: 360, height: 740 });
  await lena.page.getByRole('textbox').first().fill('/deps status');
  await lena.page.keyboard.press('Enter');
  await lena.page.getByText(/Q1 launch: ● \d RED, ▲ \d YELLOW, ✓ \d GREEN/).waitFor();
  const width = await lena.page.evaluate(
    () =>
      (globalThis as unknown as { document: { documentElement: { scrollWidth: number } } }).document.documentElement
        .scrollWidth,
  );

  expect(width).toBeLessThanOrEqual(360);
  expect([...ana.errors, ...ben.errors, ...lena.errors]).toEqual([]);
});
