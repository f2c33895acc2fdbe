import { note } from '../../chat/card.ts';
import { type Command, nearest, optional, word } from '../../chat/commands.ts';
import { code, text } from '../../chat/text.ts';
import { NotFound } from '../../core/errors.ts';
import { type Act, command } from '../feature.ts';

/** `/deps help` and `/deps` alone, made from the list of all commands. */
export function helpCommand(others: readonly Command<Act>[]): Command<Act> {
  const self: Command<Act> = command({
    name: 'help',
    summary: 'Show what can be said',
    usage: 'help [COMMAND]',
    examples: ['help', 'help block'],
    who: 'everybody',
    arguments: { about: optional(word()) },
    async run(_act, { about }) {
      return {
        kind: 'card',
        card: about === undefined ? overview([...others, self]) : details([...others, self], about),
      };
    },
  });
  return self;
}

function overview(commands: readonly Command<Act>[]) {
  const items = [...commands]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((one) => text`${code(`/deps ${one.name}`)} ${one.summary}`);
  return {
    ...note('What you can say'),
    blocks: [
      { kind: 'list' as const, items },
      {
        kind: 'note' as const,
        text: text`${code('/deps help block')} shows the words of one command. Here, words alone do: ${code('7 green, staging arrived')}.`,
      },
      {
        kind: 'buttons' as const,
        buttons: [
          { kind: 'action' as const, label: 'Programme status', name: 'reports.status', value: {} },
          { kind: 'action' as const, label: 'What waits for me', name: 'reports.mine', value: {} },
        ],
      },
    ],
  };
}

function details(commands: readonly Command<Act>[], about: string) {
  const name = about.toLowerCase();
  const found = commands.find((one) => one.name === name);
  if (found === undefined) {
    const near = nearest(
      name,
      commands.map((one) => one.name),
    );
    throw new NotFound(
      'no-such-command',
      `"${about}" is not a command.${near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''} \`/deps help\` lists them all.`,
    );
  }
  return note(
    `${found.summary}`,
    text`Words: ${code(`/deps ${found.usage}`)}`,
    ...found.examples.map((example) => text`Example: ${code(`/deps ${example}`)}`),
    text`Who: ${found.who}`,
  );
}
