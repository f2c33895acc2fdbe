import type { JSX } from 'preact';
import { PictureView } from '../picture.tsx';
import type { WebLesson, WebPerson, WebRetrospectives } from '../port.ts';
import { Link, TextView } from '../render-text.tsx';
import { type Frame, Page } from './layout.tsx';

/** What retrospectives came to, their figures against the increment before, and what is still open of them. */
export function RetrospectivesPage(props: {
  programmes: readonly WebRetrospectives[];
  reader: WebPerson;
  frame: Frame;
}): JSX.Element {
  const { programmes, reader, frame } = props;
  return (
    <Page title="Retrospectives" frame={frame}>
      <main id="main" class="sheet broad" tabIndex={-1}>
        <h1>Retrospectives</h1>
        {programmes.map(({ programme, retrospectives, improvements, left }) => (
          <section>
            <h2>{programme}</h2>
            {improvements.length === 0 ? null : <h3>Improvements, open until closed</h3>}
            <Lines lines={improvements} reader={reader} />
            {retrospectives.length === 0 ? (
              <p class="note">None has ended yet. One begins after each milestone.</p>
            ) : null}
            {retrospectives.map((one) => (
              <Retrospective retrospective={one} reader={reader} />
            ))}
            {left > 0 ? <p class="note">and {left} earlier ones: /deps retro RETRO-1</p> : null}
          </section>
        ))}
      </main>
    </Page>
  );
}

function Retrospective(props: {
  retrospective: WebRetrospectives['retrospectives'][number];
  reader: WebPerson;
}): JSX.Element {
  const { id, title, survey, words, figures, alt } = props.retrospective;
  return (
    <article>
      <h3>{title}</h3>
      <Lines lines={survey} reader={props.reader} />
      {words.map(({ label, said }) => (
        <details>
          <summary>{label}, in words</summary>
          <Lines lines={said.map((one) => [one])} reader={props.reader} />
        </details>
      ))}
      <PictureView path={`/retrospectives/${id}.svg`} alt={alt} />
      <table>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">This increment</th>
            <th scope="col">The one before</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ label, present, before }) => (
            <tr>
              <th scope="row">{label}</th>
              <td>{present}</td>
              <td>{before}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

function Lines({ lines, reader }: { lines: WebRetrospectives['improvements']; reader: WebPerson }): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <ul>
      {lines.map((line) => (
        <li>
          <TextView text={line} reader={reader} />
        </li>
      ))}
    </ul>
  );
}

/** What was learned before. */
export function LessonsPage({ lessons, frame }: { lessons: readonly WebLesson[]; frame: Frame }): JSX.Element {
  return (
    <Page title="Lessons" frame={frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <h1>Lessons</h1>
        {lessons.length === 0 ? (
          <p class="note">None yet. Leads bring them in with /deps lessons import, retrospectives keep them.</p>
        ) : null}
        {lessons.map(({ title, text, link, about }) => (
          <section>
            <h2>{link === null ? title : <Link label={title} url={link} />}</h2>
            {text === null ? null : <p>{text}</p>}
            <p class="note">{about}</p>
          </section>
        ))}
      </main>
    </Page>
  );
}
