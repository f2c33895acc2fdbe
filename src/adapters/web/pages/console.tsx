import type { JSX } from 'preact';
import { newId } from '../../../core/ids.ts';
import { channelNamed, inboxOf, isInbox, pathOf } from '../conversation.ts';
import type { WebChannel, WebPerson } from '../port.ts';
import { MessageItem, type View } from '../render.tsx';
import type { MessagePage } from '../store.ts';
import { type Frame, Page } from './layout.tsx';

interface ConsoleProps {
  reader: WebPerson;
  channels: readonly WebChannel[];
  conversation: string;
  page: MessagePage;
  csrf: string;
  frame: Frame;
}

/** Pages beside the conversations. */
const PAGES = [
  ['/map', 'Map'],
  ['/timeline', 'Timeline'],
  ['/what-if', 'What if'],
  ['/contracts', 'Contracts'],
  ['/meetings', 'Meetings'],
  ['/brief', 'Brief'],
  ['/communication', 'Communication'],
  ['/interruptions', 'Interruptions'],
  ['/retrospectives', 'Retrospectives'],
  ['/lessons', 'Lessons'],
] as const;

/** One conversation, with the others beside it and the command line below. */
export function ConsolePage({ reader, channels, conversation, page, csrf, frame }: ConsoleProps): JSX.Element {
  const view: View = { reader, path: pathOf(conversation) };
  const title = titleOf(conversation, channels);
  return (
    <Page title={title} frame={frame} csrf={csrf} wide top={<WhoIAm reader={reader} />}>
      <nav aria-label="Conversations">
        <ul>
          <NavItem conversation={inboxOf(reader.id)} title="My inbox" current={conversation} />
          {channels.map(({ id, name }) => (
            <NavItem conversation={channelNamed(id)} title={`# ${name}`} current={conversation} />
          ))}
          {PAGES.map(([path, title]) => (
            <li>
              <a href={path}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" tabIndex={-1}>
        <h1>{title}</h1>
        <noscript>
          <p class="error">The console needs JavaScript to act. Allow it for this address, then reload.</p>
        </noscript>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <div id="log" role="log" aria-label={`Messages in ${title}`} tabIndex={0}>
          <div id="stream" data-path={view.path}>
            <MessageList page={page} view={view} />
          </div>
          {page.messages.length === 0 ? <p class="empty note">{emptyText(conversation)}</p> : null}
        </div>
        <button type="button" id="newer" hidden>
          New messages below
        </button>
        <div id="notice" class="notice" role="status" />
        <CommandLine path={view.path} />
      </main>
      <dialog id="dialog" aria-labelledby="dialog-title" />
    </Page>
  );
}

function titleOf(conversation: string, channels: readonly WebChannel[]): string {
  const channel = channels.find(({ id }) => channelNamed(id) === conversation);
  return channel === undefined ? 'My inbox' : `# ${channel.name}`;
}

function emptyText(conversation: string): string {
  return isInbox(conversation)
    ? 'Nothing yet. Depsync writes here when something needs you.'
    : 'Nothing yet. Depsync writes here when the programme has news.';
}

/** Messages, oldest first, below the way to the ones before them. */
export function MessageList({ page, view }: { page: MessagePage; view: View }): JSX.Element {
  const oldest = page.messages[0];
  return (
    <>
      {page.older && oldest !== undefined ? (
        <button
          type="button"
          class="older"
          hx-get={`${view.path}/messages?before=${oldest.seq}`}
          hx-target="this"
          hx-swap="outerHTML"
        >
          Older messages
        </button>
      ) : null}
      {page.messages.map((message) => (
        <MessageItem message={message} view={view} />
      ))}
    </>
  );
}

function NavItem({ conversation, title, current }: { conversation: string; title: string; current: string }) {
  return (
    <li>
      <a href={pathOf(conversation)} aria-current={conversation === current ? 'page' : undefined}>
        {title}
      </a>
    </li>
  );
}

function WhoIAm({ reader }: { reader: WebPerson }): JSX.Element {
  return (
    <div class="me">
      <p>
        <strong>{reader.name}</strong>
        <span class="note">
          {reader.title === null ? '' : `${reader.title} · `}
          {reader.zone}
        </span>
      </p>
      <a class="button" href="/sign-in">
        Switch person
      </a>
    </div>
  );
}

function CommandLine({ path }: { path: string }): JSX.Element {
  return (
    <form id="say" method="post" action={`${path}/say`} hx-post={`${path}/say`} hx-swap="none" hx-sync="this:drop">
      <SayReceipt />
      <label for="words" class="visually-hidden">
        A command or an answer in words
      </label>
      <input
        id="words"
        name="text"
        required
        autocomplete="off"
        spellcheck={false}
        placeholder="/deps status, or answer in words"
        enterkeyhint="send"
      />
      <button type="submit" class="button-primary">
        Send
      </button>
    </form>
  );
}

/** Each thing said has its own; the answer brings the next one (`swap`). */
export function SayReceipt({ swap }: { swap?: boolean }): JSX.Element {
  return (
    <input type="hidden" id="say-receipt" name="receipt" value={newId()} hx-swap-oob={swap ? 'true' : undefined} />
  );
}
