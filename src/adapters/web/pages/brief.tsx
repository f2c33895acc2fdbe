import type { JSX } from 'preact';
import type { WebBrief } from '../port.ts';
import { type Frame, Page } from './layout.tsx';

/** The brief on one page that prints on one sheet; below, on the screen alone, what was sent before. */
export function BriefPage({ brief, frame }: { brief: WebBrief; frame: Frame }): JSX.Element {
  const { title, asOf, sections, markdown, earlier } = brief;
  return (
    <Page title={title} frame={frame}>
      <main id="main" class="sheet brief" tabIndex={-1}>
        <h1>{title}</h1>
        <p class="note">{asOf}.</p>
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
        <aside>
          <details>
            <summary>The same as Markdown</summary>
            <pre>{markdown}</pre>
          </details>
          <h2>Sent before</h2>
          {earlier.length === 0 ? <p class="note">None was sent yet. A lead sends it: /deps brief send</p> : null}
          <ul>
            {earlier.map(({ id, text }) => (
              <li>
                <a href={`/briefs/${id}`}>{text}</a>
              </li>
            ))}
          </ul>
        </aside>
      </main>
    </Page>
  );
}
