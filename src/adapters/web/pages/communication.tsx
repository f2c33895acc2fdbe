import type { JSX } from 'preact';
import type { WebCommunication } from '../port.ts';
import { type Frame, Page } from './layout.tsx';

/** A table for each week, and how people answered. */
export function CommunicationPage(props: { communication: WebCommunication; frame: Frame }): JSX.Element {
  const { programme, columns, weeks, people, morePeople } = props.communication;
  const title = `Communication of ${programme}`;
  return (
    <Page title={title} frame={props.frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <h1>{title}</h1>
        {weeks.map((week) => (
          <table class="tally">
            <caption>{week.title}</caption>
            <thead>
              <tr>
                <th scope="col">What</th>
                {columns.map((column) => (
                  <th scope="col">{column}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {week.rows.map(({ kind, cells }) => (
                <tr>
                  <th scope="row">{kind}</th>
                  {cells.map((cell) => (
                    <td>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
        <h2>Who answers</h2>
        {people.length === 0 ? <p class="note">Nobody was asked whose time is over.</p> : null}
        <ul>
          {people.map(({ who, answers }) => (
            <li>
              {who}: {answers}
            </li>
          ))}
        </ul>
        {morePeople > 0 ? <p class="note">and {morePeople} more</p> : null}
      </main>
    </Page>
  );
}
