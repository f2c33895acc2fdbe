import type { JSX } from 'preact';
import type { WebInterruptions } from '../port.ts';
import { type Frame, Page } from './layout.tsx';
import { ProgrammeChoice } from './programmes.tsx';

/** A row for each person: their last weeks, and what is held for them. */
export function InterruptionsPage(props: { interruptions: WebInterruptions; frame: Frame }): JSX.Element {
  const { title, note, columns, people, left, programme, programmes } = props.interruptions;
  return (
    <Page title={title} frame={props.frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <h1>{title}</h1>
        {programmes.length < 2 ? null : (
          <form method="get" action="/interruptions" class="filter">
            <ProgrammeChoice programme={programme} programmes={programmes} />
            <button type="submit">Show</button>
          </form>
        )}
        <p>{note}</p>
        <table class="tally">
          <caption>Who is most interrupted</caption>
          <thead>
            <tr>
              <th scope="col">Who</th>
              {columns.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map(({ who, cells }) => (
              <tr>
                <th scope="row">{who}</th>
                {cells.map((cell) => (
                  <td>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {left > 0 ? <p class="note">and {left} more, who are interrupted less</p> : null}
      </main>
    </Page>
  );
}
