import type { Installation } from './installation.ts';
import type { SlackActor } from './slack-server.ts';
import type { TeamsShown } from './teams-state.ts';
import { type WebUser, webUser } from './web-user.ts';

/**
 * Somebody who uses Depsync, on whichever platform. Each act gives in words what they then see, when all that it caused is
 * delivered. Channels are named as their platform names them.
 */
export interface User {
  /** Sends a command, to Depsync or in a channel. */
  asks(words: string, channel?: string): Promise<string>;
  /** Writes plain words to Depsync. */
  writes(words: string): Promise<string>;
  /** Presses the newest button with this label, of those to Depsync or in a channel. */
  clicks(label: string, channel?: string): Promise<string>;
  /** That button as it is now, to be pressed later: it is still before their eyes. */
  holds(label: string, channel?: string): Promise<() => Promise<string>>;
  /** Fills in the open form and sends it; by label or field id. `@handle` is a person. */
  fills(answers: Record<string, string>): Promise<string>;
  /** Hands in a document as a dependency's contract, as a file. */
  submits(key: string, document: string): Promise<string>;
  /** All that Depsync sent them, or that a channel shows. */
  reads(channel?: string): Promise<string>;
}

interface Person {
  id: string;
  handle: string;
  slack?: string;
  teams?: string;
}

/** What a form of Slack shows when its document takes longer to examine than Slack waits; the answer follows as a message. */
const STILL_AT_WORK = 'this takes a little longer';

/** `delivers` lets all that an act caused arrive. */
export type Join = (launch: Installation, person: Person, delivers: () => Promise<void>) => Promise<User>;

export const onSlack: Join = async ({ slack, url }, person, delivers) => {
  const actor = slack.actor(person.slack ?? '', url);
  const there = (channel = slack.state.directOf(actor.id)) =>
    slack.messages(channel).map((message) => slack.read(message, actor.id).text);
  const idOf = (handle: string) => [...slack.state.people.values()].find((one) => one.name === handle)?.id ?? handle;
  /** What was answered, and the message that was acted on as it is then. */
  const settled = async (act: ReturnType<SlackActor['runs']>, on?: string) => {
    const shown = await act;
    await delivers();
    const acted = slack.state.messages.find((message) => message.ts === on);
    const now = acted && slack.state.show(acted, actor.id).text;
    return oneLine([...new Set([shown?.text, now])].join(' '));
  };
  let opener: string | undefined;
  const holds = async (label: string, channel?: string) => {
    const there = channel ?? slack.state.directOf(actor.id);
    const messages = slack.state.messages.filter(
      ({ conversation, onlyFor }) => conversation === there && (onlyFor ?? actor.id) === actor.id,
    );
    const sources = [...messages].reverse();
    const shown = sources.map((one) => slack.state.show(one, actor.id));
    const has = required(
      shown.find(({ buttons }) => buttons.includes(label)),
      label,
      shown,
    );
    const kept = { ...has, source: { ...has.source } };
    return () => {
      opener = has.source.kind === 'message' ? has.source.ts : opener;
      return settled(actor.clicks(label, kept), opener);
    };
  };
  return {
    async asks(words, channel) {
      const before = there(channel).length;
      const shown = await settled(actor.runs(`/deps ${words}`, channel === undefined ? {} : { channel }));
      if (shown.trim() !== '') return shown;
      // An answer that takes longer than Slack waits follows by the address that came with the command.
      await slack.until(() => there(channel).length > before);
      return oneLine(there(channel).slice(before).join(' '));
    },
    async writes(words) {
      const before = there().length;
      await settled(actor.writes(words));
      return oneLine(
        there()
          .slice(before + 1)
          .join(' '),
      );
    },
    holds,
    clicks: async (label, channel) => (await holds(label, channel))(),
    fills: (answers) => settled(actor.fills(withPeople(answers, idOf)), opener),
    async submits(key, document) {
      await actor.runs(`/deps submit ${key}`);
      const before = there().length;
      const shown = await settled(actor.fills({ File: slack.upload('contract.yaml', document) }));
      if (!shown.includes(STILL_AT_WORK)) return shown;
      await slack.until(() => there().length > before);
      await delivers();
      return oneLine(there().slice(before).join(' '));
    },
    reads: async (channel) => oneLine(there(channel).join(' ')),
  };
};

export const onTeams: Join = async ({ teams, url }, person, delivers) => {
  const actor = teams.actor(person.teams ?? '', url);
  const there = (channel?: string) => (channel === undefined ? actor.inbox : actor.reads(channel));
  const settled = async (act: Promise<TeamsShown | undefined>) => {
    const shown = await act;
    await delivers();
    await actor.looks();
    return oneLine(shown?.text ?? '');
  };
  /** A dialog that closes without a word has changed the card that opened it, soon after. */
  const closed = async (answers: Record<string, string>) => {
    const source = actor.dialog?.source;
    const opened = source?.kind === 'dialog' ? source.of.id : undefined;
    const opener = teams.state.messages.find((message) => message.id === opened);
    const before = opener?.edits ?? 0;
    const shown = await settled(actor.fills(answers));
    if (shown !== '' || opener === undefined) return shown;
    await teams.until(() => opener.edits > before);
    return oneLine(teams.read(opener, actor.objectId).text);
  };
  /** Words are answered by messages that follow them. */
  const said = async (words: string, channel?: string, file?: string) => {
    const before = there(channel).length;
    await actor.says(words, { ...(channel !== undefined && { in: channel }), ...(file !== undefined && { file }) });
    await delivers();
    await teams.until(() => there(channel).length > before + 1);
    await actor.looks();
    return oneLine(
      there(channel)
        .slice(before + 1)
        .map(({ text }) => text)
        .join(' '),
    );
  };
  const holds = async (label: string, channel?: string) => {
    await actor.looks();
    const shown = [...(actor.dialog ? [actor.dialog] : []), ...there(channel).reverse()];
    const has = required(
      shown.find(({ buttons }) => buttons.includes(label)),
      label,
      shown,
    );
    const { source } = has;
    const kept = source.kind === 'message' ? { ...source, views: new Map(source.views) } : source;
    return () => settled(actor.clicks(label, { ...has, source: kept }));
  };
  return {
    asks: said,
    writes: said,
    holds,
    clicks: async (label, channel) => (await holds(label, channel))(),
    fills: (answers) => closed(withPeople(answers, (handle) => handle)),
    submits: (key, document) => said(`submit ${key}`, undefined, teams.upload('contract.yaml', document)),
    async reads(channel) {
      await actor.looks();
      return oneLine(
        there(channel)
          .map(({ text }) => text)
          .join(' '),
      );
    },
  };
};

export const onWeb: Join = async ({ url, ids }, person, delivers) => {
  const user: WebUser = await webUser(url, person.id);
  const settled = async (act: Promise<string>) => {
    const shown = await act;
    await delivers();
    return shown;
  };
  return {
    asks: (words, channel) => settled(user.says(`/deps ${words}`, channel)),
    async writes(words) {
      await settled(user.says(words));
      return user.reads();
    },
    async holds(label, channel) {
      const press = await user.holds(label, channel);
      return () => settled(press());
    },
    clicks: (label, channel) => settled(user.clicks(label, channel)),
    fills: (answers) => settled(user.fills(withPeople(answers, (handle) => ids.get(handle) ?? handle))),
    submits: (key, document) => settled(user.submits(key, {}, document)),
    reads: (channel) => user.reads(channel),
  };
};

function required<Shown extends { text: string }>(found: Shown | undefined, label: string, shown: Shown[]): Shown {
  if (found === undefined) throw new Error(`There is no ${label} in: ${shown.map(({ text }) => text).join('\n\n')}`);
  return found;
}

function withPeople(answers: Record<string, string>, idOf: (handle: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answers).map(([key, answer]) => [key, answer.startsWith('@') ? idOf(answer.slice(1)) : answer]),
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
