import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { readConfig } from '../../src/config.ts';
import { start } from '../../src/main.ts';
import { continueAs, launchBrowser } from '../support/browser.ts';
import { freshDatabase } from '../support/fresh-database.ts';
import { seed } from '../support/seed.ts';

it('shows the queue to a lead, within the policy for pages', async () => {
  const { db, workspace, url, drop } = await freshDatabase();
  await db.tx(workspace, (tx) => seed({ tx, workspace, now: DateTime.utc(2026, 12, 1) }, { leads: ['lena'] }));
  const folder = mkdtempSync(path.join(tmpdir(), 'depsync-board-'));
  const config = readConfig({ DATABASE_URL: url, DEPSYNC_DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error' });
  const running = await start(config, 'all', () => {});
  const browser = await launchBrowser();
  const { page, errors } = await continueAs(browser, running.url, 'Lena Example');

  await page.goto(`${running.url}/queue`);
  await page.getByRole('link', { name: 'delivery' }).first().click();
  await page.getByText('Latest').first().waitFor();

  expect(page.url()).toContain('/queue/queue/delivery');
  expect(errors).toEqual([]);
  await browser.close();
  await running.stop();
  await drop();
});
