import type { JSX } from 'preact';
import { newId } from '../../../core/ids.ts';
import type { WebMeeting, WebMeetings, WebPerson } from '../port.ts';
import { PrivateItem, type View } from '../render.tsx';
import { TextView } from '../render-text.tsx';
import { type Frame, Page } from './layout.tsx';

/** The weekly syncs of every programme, the latest first. */
export function MeetingsPage(props: {
  programmes: readonly WebMeetings[];
  reader: WebPerson;
  frame: Frame;
}): JSX.Element {
  const { programmes, reader, frame } = props;
  return (
    <Page title="Weekly syncs" frame={frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <h1>Weekly syncs</h1>
        {programmes.map(({ programme, meetings, left }) => (
          <section>
            <h2>{programme}</h2>
            {meetings.length === 0 ? <p class="note">None yet. A lead switches it on: /deps sync on</p> : null}
            <ul>
              {meetings.map(({ id, text }) => (
                <li>
                  <a href={`/meetings/${id}`}>
                    <TextView text={text} reader={reader} />
                  </a>
                </li>
              ))}
            </ul>
            {left > 0 ? <p class="note">and {left} more</p> : null}
          </section>
        ))}
      </main>
    </Page>
  );
}

/** One sync: when for whom, its agenda, who carries how much, and its minutes. */
export function MeetingPage(props: { meeting: WebMeeting; path: string; view: View; frame: Frame }): JSX.Element {
  const { meeting, path, view, frame } = props;
  return (
    <Page title={meeting.key} frame={frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <h1>{meeting.key}</h1>
        {meeting.cards.map((card) => (
          <PrivateItem id={newId()} card={card} view={view} />
        ))}
        <p class="buttons">
          <a class="button" href={`${path}/markdown`}>
            As Markdown
          </a>
          <a class="button" href="/meetings">
            All syncs
          </a>
        </p>
      </main>
    </Page>
  );
}
