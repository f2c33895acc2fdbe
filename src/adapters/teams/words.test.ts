import type { Activity } from './activity.ts';
import { wordsOf } from './words.ts';

const said = (text: string, mentioned: { id: string; aadObjectId?: string; name: string; words?: string }[] = []) =>
  wordsOf(
    {
      type: 'message',
      serviceUrl: 'https://smba.example.com/',
      from: { id: '29:ana' },
      recipient: { id: '28:app', name: 'Depsync' },
      conversation: { id: 'c' },
      text,
      entities: mentioned.map(({ words, ...who }) => ({
        type: 'mention',
        text: words ?? `<at>${who.name}</at>`,
        mentioned: who,
      })),
    } satisfies Activity,
    new Map([['29:ben', 'entra-ben']]),
  );
const bot = { id: '28:app', name: 'Depsync' };

it.each([
  ['<at>Depsync</at>&nbsp;deps status\n', 'deps status'],
  ['<at>Depsync</at> status', 'status'],
  ['  /deps  status', '/deps  status'],
])('reads %j', (text, words) => {
  expect(said(text, [bot])).toBe(words);
});

it("names people by Entra's id, and by their name where Teams tells none", () => {
  const text = '<at>Depsync</at> assign DEP-4 <at>Ana</at> <at>Ben</at> <at>Who Else</at>';
  const mentioned = [
    bot,
    { id: '29:ana', aadObjectId: 'entra-ana', name: 'Ana' },
    { id: '29:ben', name: 'Ben' },
    { id: '29:else', name: 'Who Else' },
  ];
  expect(said(text, mentioned)).toBe('assign DEP-4 <@entra-ana> <@entra-ben> <@Who Else>');
});
