import type { Response } from 'express';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Card, note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Reply } from '../../chat/inbound.ts';
import { newId } from '../../core/ids.ts';
import { SayReceipt } from './pages/console.tsx';
import type { WebPerson } from './port.ts';
import { MessageItem, PrivateItem, type View } from './render.tsx';
import { FormView, type Refused } from './render-form.tsx';
import type { StoredMessage } from './store.ts';

/** What was acted on, and how the reader sees it. */
export interface ActedOn {
  view: View;
  /** The card whose button was pressed or whose form was sent; undefined for words. */
  spot?: string | undefined;
  /** The message as it stands after a reply that replaces it; undefined when the card was a private answer. */
  changed?: StoredMessage | undefined;
  /** The words that were said. */
  said?: string | undefined;
  /** The people that a form offers. */
  people: readonly WebPerson[];
  /** The form that was sent and stays open. */
  refused?: Refused | undefined;
}

/** Where a piece goes on the page, and what the page's script does after that (assets/console.js). */
interface Placing {
  target: string;
  swap: 'innerHTML' | 'outerHTML' | 'beforeend';
  event: 'open-dialog' | 'close-dialog';
  /** Id of the element that gets the focus, or is brought into view. */
  focus?: string;
  show?: string;
}

/** Sends the answer to an act as the piece of the page that changes. */
export function sendReply(res: Response, reply: Reply, on: ActedOn): void {
  switch (reply.kind) {
    case 'none':
      if (on.said === undefined) sendUnchanged(res);
      else sendPrivate(res, wordsTaken(on.view), on);
      break;
    case 'card':
      sendPrivate(res, reply.card, on);
      break;
    case 'replace':
      if (on.spot === undefined) sendPrivate(res, reply.card, on);
      else sendReplaced(res, reply.card, on, on.spot);
      break;
    case 'form':
      sendForm(res, reply.form, on);
      break;
    case 'errors':
      sendPrivate(res, note('Nothing was changed.', ...Object.values(reply.fields)), on);
      break;
  }
}

function sendForm(res: Response, form: Form, on: ActedOn): void {
  const piece = <FormView form={form} view={on.view} people={on.people} spot={on.spot} refused={on.refused} />;
  sendPiece(res, on, piece, { target: '#dialog', swap: 'innerHTML', event: 'open-dialog' });
}

function sendPrivate(res: Response, card: Card, on: ActedOn): void {
  const id = newId();
  const item = <PrivateItem id={id} card={card} view={on.view} said={on.said} />;
  const place: Pick<Placing, 'target' | 'swap'> =
    on.spot === undefined
      ? { target: '#stream', swap: 'beforeend' }
      : { target: `#after-${on.spot}`, swap: 'innerHTML' };
  sendPiece(res, on, item, { ...place, event: 'close-dialog', show: `item-${id}` });
}

function sendReplaced(res: Response, card: Card, on: ActedOn, spot: string): void {
  const item =
    on.changed === undefined ? (
      <PrivateItem id={spot} card={card} view={on.view} />
    ) : (
      <MessageItem message={on.changed} view={on.view} />
    );
  sendPiece(res, on, item, {
    target: `#item-${spot}`,
    swap: 'outerHTML',
    event: 'close-dialog',
    focus: `card-${spot}`,
  });
}

function sendUnchanged(res: Response): void {
  res.set({ 'HX-Retarget': '#notice', 'HX-Reswap': 'innerHTML', ...trigger('close-dialog', {}) });
  res.send('<p>This was done already; nothing more was changed.</p>');
}

function wordsTaken({ path }: View): Card {
  return note(
    path.startsWith('/c/person:') ? 'Sent. The answer follows here.' : 'Sent. The answer comes to your inbox.',
  );
}

function sendPiece(res: Response, on: ActedOn, piece: JSX.Element, { target, swap, event, ...ids }: Placing): void {
  res.set({ 'HX-Retarget': target, 'HX-Reswap': swap, ...trigger(event, ids) });
  // Words come from the command line, which gets a new receipt for the next ones.
  const next = on.said === undefined ? null : <SayReceipt swap />;
  res.send(
    renderToString(
      <>
        {piece}
        {next}
      </>,
    ),
  );
}

function trigger(event: Placing['event'], ids: { focus?: string; show?: string }): Record<string, string> {
  return { 'HX-Trigger-After-Settle': JSON.stringify({ [`depsync:${event}`]: ids }) };
}
