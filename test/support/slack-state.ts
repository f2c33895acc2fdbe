import { type Block, buttonsOf, readBlocks, type View } from './slack-blocks.ts';

/** Somebody of the workspace. */
export interface SlackPerson {
  id: string;
  /** The short name that people type after `@`. */
  name: string;
  real_name: string;
  email: string | undefined;
  tz: string;
  deleted: boolean;
  is_bot: boolean;
  is_stranger: boolean;
}

export interface SlackChannel {
  id: string;
  name: string;
  archived: boolean;
  /** False when nobody invited the bot. */
  botIsMember: boolean;
}

/** A message as Slack keeps it. */
export interface StoredMessage {
  kind: 'message';
  conversation: string;
  ts: string;
  /** When it was posted, in milliseconds of the server's clock. */
  at: number;
  thread: string | undefined;
  /** Who wrote it: the bot or a person. */
  author: string;
  /** The one person who sees it. */
  onlyFor: string | undefined;
  text: string;
  blocks: Block[];
  metadata: unknown;
  updates: number;
  /** Order of the last change among everything shown. */
  changed: number;
}

export interface StoredView {
  kind: 'view';
  id: string;
  hash: string;
  user: string;
  view: View;
  /** The errors of a form that stayed open, by field. */
  errors: Record<string, string>;
  changed: number;
}

/** A file that somebody uploaded. */
export interface SlackFile {
  id: string;
  name: string;
  content: Buffer;
  /** What Slack says of its size; that of the content where nothing else is said. */
  size: number;
  /** Where Slack says that it lies. */
  url: string;
  /** Where Slack sends whoever asks for it. */
  movedTo: string | undefined;
}

/** What a person has before their eyes. */
export interface Shown {
  /** All of it as words, dates in the person's zone. */
  text: string;
  buttons: string[];
  /** A form's messages by field; empty elsewhere. */
  errors: Record<string, string>;
  source: StoredMessage | StoredView;
}

/** What the workspace holds; nothing in it speaks HTTP. */
export class SlackState {
  readonly people = new Map<string, SlackPerson>();
  readonly channels = new Map<string, SlackChannel>();
  readonly messages: StoredMessage[] = [];
  /** Open modals by person, the one on top last. */
  readonly modals = new Map<string, StoredView[]>();
  readonly homes = new Map<string, StoredView>();
  readonly files = new Map<string, SlackFile>();
  /** Files of the bot itself, by id: shown when they are complete. */
  readonly uploads = new Map<string, { length: number; content: Buffer | undefined; state: 'open' | 'complete' }>();
  /** Where this Slack is. */
  base = '';
  readonly triggers = new Map<string, { user: string; at: number; used: boolean }>();
  readonly responseUrls = new Map<
    string,
    { user: string; conversation: string; message: StoredMessage | undefined; uses: number }
  >();
  readonly team: string;
  readonly bot: string;
  private count = 0;
  readonly now: () => number;

  constructor(team: string, bot: string, now: () => number) {
    this.team = team;
    this.bot = bot;
    this.now = now;
  }

  /** The next number; everything Slack names gets one. */
  next(): number {
    this.count += 1;
    return this.count;
  }

  addMessage(
    message: Pick<StoredMessage, 'conversation' | 'author' | 'text' | 'blocks'> & Partial<StoredMessage>,
  ): StoredMessage {
    const changed = this.next();
    const at = this.now();
    const ts = `${Math.floor(at / 1000)}.${String(changed).padStart(6, '0')}`;
    const stored: StoredMessage = {
      kind: 'message',
      ts,
      at,
      thread: undefined,
      onlyFor: undefined,
      metadata: undefined,
      updates: 0,
      changed,
      ...message,
    };
    this.messages.push(stored);
    return stored;
  }

  changeMessage(message: StoredMessage, change: { text: string; blocks: Block[] }): void {
    Object.assign(message, change, { updates: message.updates + 1, changed: this.next() });
  }

  newView(user: string, view: View): StoredView {
    const changed = this.next();
    return { kind: 'view', id: `V${changed}`, hash: `${changed}.h`, user, view, errors: {}, changed };
  }

  changeView(stored: StoredView, view: View): void {
    const changed = this.next();
    Object.assign(stored, { view, errors: {}, hash: `${changed}.h`, changed });
  }

  modalOf(user: string): StoredView | undefined {
    return this.modals.get(user)?.at(-1);
  }

  directOf(user: string): string {
    return `D${user.slice(1)}`;
  }

  newTrigger(user: string): string {
    const id = `${this.next()}.trigger`;
    this.triggers.set(id, { user, at: this.now(), used: false });
    return id;
  }

  /** What this person can see, newest change first. */
  visibleTo(user: string): (StoredMessage | StoredView)[] {
    const direct = this.directOf(user);
    const messages = this.messages.filter((message) =>
      message.onlyFor === undefined
        ? message.conversation === direct || this.channels.has(message.conversation)
        : message.onlyFor === user,
    );
    const modal = this.modalOf(user);
    const home = this.homes.get(user);
    const shown = [...messages, ...(modal ? [modal] : []), ...(home ? [home] : [])];
    return shown.sort((a, b) => b.changed - a.changed);
  }

  show(source: StoredMessage | StoredView, user: string): Shown {
    const blocks = source.kind === 'message' ? source.blocks : source.view.blocks;
    const viewer = {
      zone: this.people.get(user)?.tz ?? 'UTC',
      nameOf: (id: string) => this.people.get(id)?.name ?? id,
    };
    const heading = source.kind === 'view' && source.view.type === 'modal' ? [source.view.title.text] : [];
    const words = blocks.length === 0 && source.kind === 'message' ? source.text : readBlocks(blocks, viewer);
    return {
      text: [...heading, words].join('\n'),
      buttons: buttonsOf(blocks).map(({ button }) => button.text.text),
      errors: source.kind === 'view' ? source.errors : {},
      source,
    };
  }
}
