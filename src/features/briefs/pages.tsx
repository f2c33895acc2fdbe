import { DateTime } from 'luxon';
import { renderToString } from 'preact-render-to-string';
import { plainText } from '../../chat/plain.ts';
import { formatMoment } from '../../core/format-time.ts';
import { escaped } from '../../core/markdown.ts';
import { titleOf } from './cards.ts';
import type { Brief, Section } from './model.ts';
import { sourcesOf, textOf } from './rules/words.ts';

/** A brief in words alone, for files and for the console. */
export interface BriefPage {
  title: string;
  /** `As of Mon 7 Dec, 09:30 Europe/Berlin; …` */
  asOf: string;
  sections: { title: string; sentences: { text: string; sources: string }[] }[];
}

/** A brief as a reader in this zone (IANA) sees it. */
export function pageOf(brief: Brief, zone: string): BriefPage {
  const sentences = (section: Section) =>
    section.sentences.map((one) => ({ text: plainText(textOf(one), zone), sources: sourcesOf(one, brief.at) }));
  return {
    title: titleOf(brief),
    asOf: `As of ${formatMoment(DateTime.fromISO(brief.at), zone)} ${zone}; every figure was computed twice`,
    sections: brief.sections.map((section) => ({ title: section.title, sentences: sentences(section) })),
  };
}

/** Markdown of one page; what people wrote is escaped. */
export function markdownOf({ title, asOf, sections }: BriefPage): string {
  const lines = sections.flatMap((section) => [
    `## ${section.title}`,
    '',
    ...section.sentences.map(
      ({ text, sources }) => `- ${escaped(text)}${sources === '' ? '' : ` (${escaped(sources)})`}`,
    ),
    '',
  ]);
  return [`# ${escaped(title)}`, '', `${asOf}.`, '', ...lines].join('\n');
}

/** What prints on one A4 page: a file needs its style in it. */
const STYLE =
  '@page{size:A4;margin:10mm 12mm}body{font:8pt/1.25 sans-serif;max-width:186mm;margin:0 auto;overflow-wrap:anywhere}h1{font-size:14pt;margin:0 0 1mm}h2{font-size:9.5pt;margin:2mm 0 .5mm}ul{margin:0;padding-left:5mm}p{margin:0}small{color:#555;font-size:7.5pt}';

/** A document that prints on one A4 page, without anything from elsewhere. */
export function htmlOf({ title, asOf, sections }: BriefPage): string {
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <h1>{title}</h1>
        <p>{asOf}.</p>
        {sections.map((section) => (
          <section>
            <h2>{section.title}</h2>
            <ul>
              {section.sentences.map(({ text, sources }) => (
                <li>
                  {text} <small>{sources}</small>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}\n`;
}
