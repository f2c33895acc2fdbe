import { createHash } from 'node:crypto';
import { buttonsOf, readCard } from './teams-cards.ts';

/** Somebody of a tenant. */
export interface TeamsPerson {
  /** Entra's id of them. */
  objectId: string;
  /** What the bot knows them by: `29:…`. */
  id: string;
  /** The short name that people type after `@`. */
  name: string;
  displayName: string;
  email: string;
  zone: string;
  tenant: string;
  /** The app is installed in their personal scope. */
  installed: boolean;
  blocked: boolean;
  /** Their client knows Action.Submit only. */
  oldClient: boolean;
}

export interface TeamsTeam {
  id: string;
  name: string;
  tenant: string;
  /** Object ids. */
  members: string[];
  /** By id; the first, General, has the team's own. */
  channels: Map<string, string>;
  installed: boolean;
}

export interface TeamsGroup {
  id: string;
  tenant: string;
  members: string[];
  installed: boolean;
}

/** Where something is said. */
export type TeamsPlace =
  | { kind: 'personal'; id: string; tenant: string; person: TeamsPerson }
  | { kind: 'channel'; id: string; tenant: string; team: TeamsTeam }
  | { kind: 'groupChat'; id: string; tenant: string; group: TeamsGroup };

/** A message as Teams keeps it. */
export interface TeamsMessage {
  kind: 'message';
  /** Without a thread. */
  conversation: string;
  id: string;
  /** The first message of the thread that it answers in. */
  root: string | undefined;
  /** When it was posted, in milliseconds of the server's clock. */
  at: number;
  /** `28:…` for the bot, the object id of a person. */
  author: string;
  text: string;
  /** What a notification says. */
  summary: string;
  card: unknown;
  edits: number;
  deleted: boolean;
  /** Order of the last change among everything shown. */
  changed: number;
  /** What single people see instead of the card, by object id. */
  views: Map<string, { card: unknown; changed: number }>;
}

export interface TeamsDialog {
  kind: 'dialog';
  title: string;
  card: unknown;
  /** The message whose button opened it. */
  of: TeamsMessage;
  changed: number;
}

/** A line that one person sees for a moment: the answer to a button. */
export interface TeamsNotice {
  kind: 'notice';
  text: string;
}

/** What a person has before their eyes. */
export interface TeamsShown {
  /** All of it as words. */
  text: string;
  buttons: string[];
  source: TeamsMessage | TeamsDialog | TeamsNotice;
}

/** A file that somebody sent. */
export interface TeamsFile {
  name: string;
  content: Buffer;
}

/** The first id that a message gets; Teams takes the moment in milliseconds. */
const FIRST_ID = 1_764_000_000_000;

/** The id of somebody's chat with the bot. */
export function chatIdOf(objectId: string): string {
  return `a:${createHash('sha256').update(objectId).digest('base64url')}`;
}

/** What a tenant holds; nothing in it speaks HTTP. */
export class TeamsState {
  readonly people = new Map<string, TeamsPerson>();
  readonly teams = new Map<string, TeamsTeam>();
  readonly groups = new Map<string, TeamsGroup>();
  readonly messages: TeamsMessage[] = [];
  readonly dialogs = new Map<string, TeamsDialog>();
  readonly files = new Map<string, TeamsFile>();
  readonly bot: { id: string; name: string };
  readonly tenant: string;
  readonly now: () => number;
  private count = 0;

  constructor(bot: { id: string; name: string }, tenant: string, now: () => number) {
    this.bot = bot;
    this.tenant = tenant;
    this.now = now;
  }

  /** The next number; everything Teams names gets one. */
  next(): number {
    this.count += 1;
    return this.count;
  }

  newId(place: TeamsPlace): string {
    const id = String(FIRST_ID + this.next());
    return place.kind === 'personal' ? `1:${id}` : id;
  }

  /** The chat of a person with the bot. */
  chatOf({ objectId }: TeamsPerson): string {
    return chatIdOf(objectId);
  }

  /** By object id, or by the id that the bot knows. */
  person(id: string): TeamsPerson | undefined {
    return this.people.get(id) ?? [...this.people.values()].find((person) => person.id === id);
  }

  /** The place of a conversation, with or without a thread. */
  place(conversation: string): TeamsPlace | undefined {
    const [id = ''] = conversation.split(';');
    const person = [...this.people.values()].find((one) => this.chatOf(one) === id);
    if (person !== undefined) return { kind: 'personal', id, tenant: person.tenant, person };
    const team = [...this.teams.values()].find((one) => one.channels.has(id));
    if (team !== undefined) return { kind: 'channel', id, tenant: team.tenant, team };
    const group = this.groups.get(id);
    return group && { kind: 'groupChat', id, tenant: group.tenant, group };
  }

  membersOf(place: TeamsPlace): TeamsPerson[] {
    if (place.kind === 'personal') return [place.person];
    const { members } = place.kind === 'channel' ? place.team : place.group;
    return members.flatMap((objectId) => this.people.get(objectId) ?? []);
  }

  add(
    message: Pick<TeamsMessage, 'conversation' | 'id' | 'author'> & Partial<Omit<TeamsMessage, 'kind'>>,
  ): TeamsMessage {
    const stored: TeamsMessage = {
      kind: 'message',
      root: undefined,
      at: this.now(),
      text: '',
      summary: '',
      card: undefined,
      edits: 0,
      deleted: false,
      changed: this.next(),
      views: new Map(),
      ...message,
    };
    this.messages.push(stored);
    return stored;
  }

  change(message: TeamsMessage, content: Pick<TeamsMessage, 'text' | 'summary' | 'card'>): void {
    Object.assign(message, content, { edits: message.edits + 1, changed: this.next() });
    message.views.clear();
  }

  /** What one person sees of a message from now on, until it is edited. */
  setView(message: TeamsMessage, objectId: string, card: unknown): void {
    message.views.set(objectId, { card, changed: this.next() });
  }

  /** What this person can see, newest change first. */
  visibleTo(objectId: string): TeamsMessage[] {
    const changed = (message: TeamsMessage) => message.views.get(objectId)?.changed ?? message.changed;
    return this.messages
      .filter((message) => !message.deleted && this.maySee(message, objectId))
      .sort((a, b) => changed(b) - changed(a));
  }

  show(source: TeamsMessage | TeamsDialog | TeamsNotice, objectId: string): TeamsShown {
    if (source.kind === 'notice') return { text: source.text, buttons: [], source };
    const card = source.kind === 'dialog' ? source.card : (source.views.get(objectId)?.card ?? source.card);
    const heading = source.kind === 'dialog' ? [source.title] : source.text === '' ? [] : [source.text];
    return {
      text: [...heading, ...(card === undefined ? [] : [readCard(card)])].join('\n'),
      buttons: card === undefined ? [] : buttonsOf(card).map((button) => button.label),
      source,
    };
  }

  private maySee({ conversation }: TeamsMessage, objectId: string): boolean {
    const place = this.place(conversation);
    return place !== undefined && this.membersOf(place).some((member) => member.objectId === objectId);
  }
}
