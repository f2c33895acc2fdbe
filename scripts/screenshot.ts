// Takes the picture of the README from a running Depsync.
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';

const USAGE = `npm run screenshot -- [options]
  --url URL          a Depsync that runs on this machine (http://127.0.0.1:3000)
  --as HANDLE        who looks at it (ana)
  --open NAME        the conversation: inbox, or a channel by its id such as leadership (inbox)
  --page PATH        a page instead of a conversation, such as /timeline
  --say WORDS        said there first, such as "/deps status"
  --out FILE         docs/console.png
  --chromium FILE    the browser (CHROMIUM_PATH, else /usr/bin/chromium)`;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    as: { type: 'string', default: 'ana' },
    open: { type: 'string', default: 'inbox' },
    page: { type: 'string' },
    say: { type: 'string' },
    out: { type: 'string', default: 'docs/console.png' },
    chromium: { type: 'string', default: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else await takePicture();

async function takePicture(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: values.chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 });
    await page.goto(new URL('/sign-in', values.url).href);
    await page.getByRole('button', { name: new RegExp(`@${values.as}\\b`) }).click();
    await page.waitForURL('**/c/person:*');
    if (values.open !== 'inbox') {
      await page.goto(new URL(`/c/channel:${encodeURIComponent(values.open)}`, values.url).href);
    }
    if (values.page !== undefined) {
      await page.goto(new URL(values.page, values.url).href, { waitUntil: 'networkidle' });
    }
    if (values.say !== undefined) await say(page, values.say);
    await page.screenshot({ path: values.out, animations: 'disabled' });
    console.log(`${values.out} shows ${values.page ?? values.open} as @${values.as} sees it.`);
  } finally {
    await browser.close();
  }
}

async function say(page: Page, words: string): Promise<void> {
  await page.getByLabel('A command or an answer in words').fill(words);
  await page.keyboard.press('Enter');
  await page.locator('.private').first().waitFor();
}
