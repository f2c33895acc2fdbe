import { createHash } from 'node:crypto';
import type { DateTime } from 'luxon';
import type { JSX } from 'preact';
import { type Block, type Button, type Card, type Colour, MARK } from '../../chat/card.ts';
import type { Text } from '../../chat/text.ts';
import { newId } from '../../core/ids.ts';
import { first, MOST_BLOCKS, MOST_BUTTONS, MOST_FACTS, MOST_ITEMS } from './limits.ts';
import { PictureView } from './picture.tsx';
import type { WebPerson } from './port.ts';
import { Link, Moment, TextView } from './render-text.tsx';
import type { StoredMessage } from './store.ts';

/** Who sees it, and below which address its buttons act (`/c/person:ID`). */
export interface View {
  reader: WebPerson;
  path: string;
}

/** A message of a conversation. What only this reader is told about it later goes into its `after`. */
export function MessageItem({ message, view }: { message: StoredMessage; view: View }): JSX.Element {
  return (
    <div class="item" id={`item-${message.id}`} data-seq={message.seq}>
      <CardView id={message.id} card={message.card} view={view} postedAt={message.postedAt} />
      <div class="after" id={`after-${message.id}`} />
    </div>
  );
}

/** An answer that only this reader sees, until the page is left. */
export function PrivateItem(props: { id: string; card: Card; view: View; said?: string | undefined }): JSX.Element {
  const { id, card, view, said } = props;
  return (
    <div class="item private" id={`item-${id}`}>
      {said === undefined ? null : (
        <p class="said">
          <span class="visually-hidden">You said: </span>
          {said}
        </p>
      )}
      <CardView id={id} card={card} view={view} />
      <div class="after" id={`after-${id}`} />
    </div>
  );
}

interface CardProps {
  id: string;
  card: Card;
  view: View;
  /** Undefined for an answer that only this reader sees. */
  postedAt?: DateTime;
}

function CardView({ id, card, view, postedAt }: CardProps): JSX.Element {
  const { kept, left } = first(card.blocks, MOST_BLOCKS);
  return (
    <article
      class={card.status === undefined ? 'card' : `card card-${card.status}`}
      id={`card-${id}`}
      tabIndex={-1}
      aria-labelledby={`title-${id}`}
      data-version={versionOf(card)}
    >
      <header>
        <h2 id={`title-${id}`}>
          <TextView text={card.title} reader={view.reader} />
        </h2>
        {card.status === undefined ? null : <Status colour={card.status} />}
        <p class="when">
          {postedAt === undefined ? 'Only you see this' : <Moment at={postedAt} zone={view.reader.zone} />}
        </p>
      </header>
      {kept.map((block) => renderBlock(block, id, view))}
      <LeftOut count={left} of="parts" />
    </article>
  );
}

/** Tells whether a card that is shown is the present one. */
function versionOf(card: Card): string {
  return createHash('sha256').update(JSON.stringify(card)).digest('base64url').slice(0, 12);
}

function Status({ colour }: { colour: Colour }): JSX.Element {
  return <p class={`status status-${colour}`}>{MARK[colour]}</p>;
}

function renderBlock(block: Block, cardId: string, view: View): JSX.Element {
  const { reader } = view;
  switch (block.kind) {
    case 'text':
      return (
        <p>
          <TextView text={block.text} reader={reader} />
        </p>
      );
    case 'note':
      return (
        <p class="note">
          <TextView text={block.text} reader={reader} />
        </p>
      );
    case 'facts':
      return <Facts facts={block.facts} reader={reader} />;
    case 'list':
      return <Items items={block.items} more={block.more ?? 0} reader={reader} />;
    case 'code':
      return (
        <pre>
          <TextView text={[block.text]} reader={reader} />
        </pre>
      );
    case 'image':
      return <PictureView path={`/pictures/${block.picture}.svg`} alt={block.alt} />;
    case 'divider':
      return <hr />;
    case 'buttons':
      return <Buttons buttons={block.buttons} cardId={cardId} path={view.path} />;
  }
}

function Facts({ facts, reader }: { facts: readonly { label: string; value: Text }[]; reader: WebPerson }) {
  const { kept, left } = first(facts, MOST_FACTS);
  return (
    <>
      <dl>
        {kept.map((fact) => (
          <div>
            <dt>{fact.label}</dt>
            <dd>
              <TextView text={fact.value} reader={reader} />
            </dd>
          </div>
        ))}
      </dl>
      <LeftOut count={left} of="facts" />
    </>
  );
}

function Items({ items, more, reader }: { items: readonly Text[]; more: number; reader: WebPerson }): JSX.Element {
  const { kept, left } = first(items, MOST_ITEMS);
  return (
    <>
      <ul>
        {kept.map((item) => (
          <li>
            <TextView text={item} reader={reader} />
          </li>
        ))}
      </ul>
      <LeftOut count={left + more} />
    </>
  );
}

function LeftOut({ count, of }: { count: number; of?: string }): JSX.Element | null {
  if (count === 0) return null;
  return (
    <p class="note">
      and {count} more{of === undefined ? '' : ` ${of}`}
    </p>
  );
}

function Buttons({ buttons, cardId, path }: { buttons: readonly Button[]; cardId: string; path: string }) {
  const { kept, left } = first(buttons, MOST_BUTTONS);
  return (
    <>
      <form
        class="buttons"
        method="post"
        action={`${path}/press`}
        hx-post={`${path}/press`}
        hx-swap="none"
        hx-sync="this:drop"
        aria-labelledby={`title-${cardId}`}
      >
        <input type="hidden" name="spot" value={cardId} />
        {kept.map(renderButton)}
      </form>
      <LeftOut count={left} of="buttons" />
    </>
  );
}

function renderButton(button: Button): JSX.Element {
  switch (button.kind) {
    case 'link':
      return <Link class="button" label={button.label} url={button.url} />;
    case 'page':
      return isOwnPath(button.path) ? (
        <a class="button" href={button.path}>
          {button.label}
        </a>
      ) : (
        <span>{button.label}</span>
      );
    case 'action':
    case 'form': {
      const { name, value } = button;
      // The receipt belongs to this very button as it was rendered: pressing it twice acts once.
      const press = JSON.stringify({ name, value, receipt: newId() });
      return (
        <button
          type="submit"
          name="press"
          value={press}
          class={button.style === undefined ? undefined : `button-${button.style}`}
          aria-haspopup={button.kind === 'form' ? 'dialog' : undefined}
        >
          {button.label}
        </button>
      );
    }
  }
}

/** False for what would lead to another site: `//example.com`, `https:…`. */
function isOwnPath(path: string): boolean {
  return /^\/[\w-][\w/-]*$/.test(path);
}
