import { htmlOf, pageOf } from '../../src/features/briefs/pages.tsx';
import { briefs } from '../contract/corpus/briefs.ts';
import { launchBrowser } from '../support/browser.ts';

/** Pages of a document that Chromium wrote. */
const pagesIn = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length;

it.each(Object.entries(briefs()))('prints on one A4 page: %s', async (_name, brief) => {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.setContent(htmlOf(pageOf(brief, 'Europe/Berlin')));

  const pdf = await page.pdf({ preferCSSPageSize: true });

  expect(pagesIn(pdf)).toBe(1);
  await browser.close();
});
