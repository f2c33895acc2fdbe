import fc from 'fast-check';
import { renderCard, renderHome, renderModal } from '../../src/adapters/slack/render.ts';
import { renderForm } from '../../src/adapters/slack/render-form.ts';
import { MESSAGE } from '../../src/adapters/slack/room.ts';
import type { Block, Button, Card } from '../../src/chat/card.ts';
import { fitCard } from '../../src/chat/fit.ts';
import type { Field } from '../../src/chat/form.ts';
import type { Reader } from '../../src/chat/port.ts';
import type { Span, Text } from '../../src/chat/text.ts';
import { MessageBlocks, pingsOf, readBlocks, refusalOfBlocks, View } from '../support/slack-blocks.ts';

const inChannel: Reader = { zone: undefined, mentions: new Map([['p1', 'U1']]) };
const inIndia: Reader = {
  zone: 'Asia/Kolkata',
  mentions: new Map([
    ['p1', 'U1'],
    ['p2', 'not a Slack id'],
  ]),
};
const viewer = { zone: 'Asia/Kolkata', nameOf: (id: string) => id };

function read(card: Card, reader: Reader = inIndia): string {
  return readBlocks(MessageBlocks.parse(renderCard(card, reader).blocks), viewer);
}

function refusal(card: Card, reader: Reader): unknown {
  const { text, blocks } = renderCard(card, reader);
  const tooLong = text === '' || text.length > 4_000 ? 'text' : undefined;
  return (
    refusalOfBlocks(blocks) ??
    tooLong ??
    View.safeParse(renderHome(card, reader)).error ??
    View.safeParse(renderModal(card, reader)).error
  );
}

const HOSTILE = [
  '<!channel> <!here> <!everyone>',
  '<@U1> <@W1|ana> <#C1|launch> <!subteam^S1|leads>',
  '*bold* _italic_ ~gone~ `code` ```block```',
  '> quote\n&gt; quote\n• list',
  '[click](javascript:alert(1)) <javascript:alert(1)|click> <https://evil.example|https://bank.example>',
  '<script>alert(1)</script> &amp; &lt;b&gt;',
  ':tada: :slack:',
  '=HYPERLINK("http://evil.example","x")',
  'a\u202Eb\u200Bc',
  '😀'.repeat(40),
];

describe('words of a person', () => {
  const everywhere = (words: string): Card => ({
    title: [words],
    status: 'red',
    blocks: [
      { kind: 'text', text: [words, { kind: 'strong', text: words }, { kind: 'code', text: words }] },
      { kind: 'note', text: [words] },
      { kind: 'note', text: [words, { kind: 'link', text: words, url: 'https://example.com' }] },
      { kind: 'facts', facts: [{ label: words, value: [words] }] },
      { kind: 'list', items: [[words], [{ kind: 'mention', person: 'p9', name: words }]] },
      { kind: 'buttons', buttons: [{ kind: 'action', label: words, name: 'a.b', value: { words } }] },
    ],
  });

  test.each(HOSTILE)('%s stay words', (words) => {
    const card = everywhere(words);
    const message = renderCard(card, inIndia);
    const blocks = MessageBlocks.parse(message.blocks);
    expect(refusal(card, inIndia)).toBeUndefined();
    expect(pingsOf({ text: message.text, blocks })).toEqual([]);
    // Nothing we send is read as markup, so what is shown is what was written.
    expect(JSON.stringify(blocks)).not.toContain('mrkdwn');
    expect(readBlocks(blocks, viewer)).toContain(`${words}${words}${words}`);
    expect(message.text).not.toMatch(/<|>/);
  });

  test('lose what Slack refuses: NUL, half characters', () => {
    expect(read({ title: ['a\u0000b\uD800c\u0007'], blocks: [] })).toBe('ab\uFFFDc');
    expect(refusal({ title: ['\u0000'], blocks: [{ kind: 'text', text: ['\u0000'] }] }, inIndia)).toBeUndefined();
  });

  test('of ten thousand characters are cut with dots', () => {
    const long = 'x'.repeat(10_000);
    const card: Card = {
      title: [long],
      blocks: [
        { kind: 'text', text: [long] },
        { kind: 'text', text: [long] },
      ],
    };
    expect(refusal(card, inIndia)).toBeUndefined();
    expect(
      read(card)
        .split('\n')
        .every((line) => line.endsWith('…')),
    ).toBe(true);
  });

  test('address nobody unless they are a link to the web', () => {
    const card: Card = {
      title: ['a'],
      blocks: [{ kind: 'text', text: [{ kind: 'link', text: 'click', url: 'javascript:alert(1)' }] }],
    };
    expect(read(card)).toBe('a\nclick (javascript:alert(1))');
  });
});

describe('spans', () => {
  const at: Span = { kind: 'moment', at: '2026-12-03T12:30:00.000Z' };
  const card = (...text: Text): Card => ({ title: ['t'], blocks: [{ kind: 'text', text }] });

  test('a person Slack knows is notified, another is named', () => {
    const people = card({ kind: 'mention', person: 'p1', name: 'Ana' }, ' and ', {
      kind: 'mention',
      person: 'p2',
      name: 'Sam',
    });
    const { text, blocks } = renderCard(people, inIndia);
    expect(pingsOf({ text, blocks: MessageBlocks.parse(blocks) })).toEqual(['U1']);
    expect(read(people)).toBe('t\n@U1 and @Sam');
  });

  test('a moment is in words where the reader’s zone is known, else Slack shows it in theirs', () => {
    expect(read(card(at))).toBe('t\nThu 3 Dec, 18:00');
    expect(renderCard(card(at), inChannel).blocks[1]).toMatchObject({
      elements: [{ elements: [{ type: 'date', timestamp: 1796301000, fallback: 'Thu 3 Dec, 12:30 UTC' }] }],
    });
    expect(renderCard({ title: ['Due ', at], blocks: [] }, inChannel).text).toBe('Due Thu 3 Dec, 12:30 UTC');
  });

  test('what is no instant and no zone is shown as it stands', () => {
    expect(read(card({ kind: 'moment', at: 'soon' }))).toBe('t\nsoon');
    expect(refusal(card(at), { zone: 'Mars/Olympus', mentions: new Map() })).toBeUndefined();
  });

  test('a status is a mark and a word, and a mark alone in the notification', () => {
    const red: Card = { title: ['DEP-12 blocked'], status: 'red', blocks: [] };
    expect(read(red)).toBe('● RED  DEP-12 blocked');
    expect(renderCard(red, inIndia).text).toBe('● DEP-12 blocked');
  });
});

describe('size', () => {
  const long = 'wörter '.repeat(1_500);
  const button: Button = {
    kind: 'action',
    label: long,
    name: 'a.b',
    value: { id: 'x'.repeat(1_900) },
    style: 'primary',
  };
  const largest: Record<string, Block[]> = {
    text: Array.from({ length: 200 }, () => ({ kind: 'text', text: [long] })),
    note: Array.from({ length: 200 }, () => ({ kind: 'note', text: [long] })),
    facts: [{ kind: 'facts', facts: Array.from({ length: 500 }, () => ({ label: long, value: [long] })) }],
    list: [{ kind: 'list', items: Array.from({ length: 500 }, () => [long]), more: 14 }],
    divider: Array.from({ length: 200 }, () => ({ kind: 'divider' })),
    buttons: [
      { kind: 'buttons', buttons: Array.from({ length: 100 }, () => button) },
      { kind: 'buttons', buttons: Array.from({ length: 300 }, () => button) },
    ],
  };

  test.each(Object.entries(largest))('a card of %s at its largest is taken', (_kind, blocks) => {
    const card: Card = { title: [long], status: 'yellow', blocks };
    expect(refusal(card, inIndia)).toBeUndefined();
    expect(refusal(card, inChannel)).toBeUndefined();
  });

  test('a long list says how many it left out, the author’s own included', () => {
    const items = Array.from({ length: 40 }, (_, index): Text => [`${index} ${'x'.repeat(500)}`]);
    const kept = fitCard({ title: ['t'], blocks: [{ kind: 'list', items, more: 14 }] }, MESSAGE).blocks[0];
    if (kept?.kind !== 'list') throw new Error('the list is gone');
    expect(kept.items.length).toBeGreaterThan(10);
    expect(kept.more).toBe(14 + 40 - kept.items.length);
  });

  test('words give way before buttons do', () => {
    const card: Card = {
      title: ['t'],
      blocks: [
        { kind: 'text', text: [long] },
        { kind: 'text', text: [long] },
        { kind: 'text', text: [long] },
        { kind: 'buttons', buttons: [{ ...button, label: 'Approve v2.1.0' }] },
      ],
    };
    expect(read(card)).toMatch(/\[Approve v2\.1\.0\]$/);
  });

  test('more blocks than Slack takes end with a count', () => {
    const card: Card = {
      title: ['t'],
      blocks: Array.from({ length: 60 }, (_, index) => ({ kind: 'text', text: [`line ${index}`] })),
    };
    expect(read(card)).toMatch(/line 47\nand 12 more that do not fit here$/);
  });

  test('one button Slack would refuse does not take the message with it', () => {
    const buttons: Button[] = [
      { kind: 'action', label: 'too much', name: 'a.b', value: { id: 'x'.repeat(2_000) } },
      { kind: 'link', label: 'script', url: 'javascript:alert(1)' },
      { kind: 'action', label: 'Approve', name: 'a.b', value: {} },
    ];
    expect(read({ title: ['t'], blocks: [{ kind: 'buttons', buttons }] })).toBe('t\n[Approve]');
  });

  test('pages of the console are left out, for nobody in Slack can open them', () => {
    const page: Button = { kind: 'page', label: 'Read it', path: '/contracts/1' };
    const approve: Button = { kind: 'action', label: 'Approve', name: 'a.b', value: {} };
    expect(read({ title: ['t'], blocks: [{ kind: 'buttons', buttons: [page] }] })).toBe('t');
    expect(read({ title: ['t'], blocks: [{ kind: 'buttons', buttons: [page, approve] }] })).toBe('t\n[Approve]');
  });

  test('nothing at all is still a message', () => {
    const empty: Card = {
      title: [],
      blocks: [
        { kind: 'text', text: [] },
        { kind: 'list', items: [] },
        { kind: 'list', items: [[]], more: 3 },
        { kind: 'facts', facts: [] },
        { kind: 'buttons', buttons: [] },
      ],
    };
    expect(refusal(empty, inIndia)).toBeUndefined();
    expect(read(empty)).toBe('…\nand 3 more');
  });
});

const words = fc.string({ unit: 'binary', maxLength: 400 });
const span: fc.Arbitrary<Span> = fc.oneof(
  words,
  fc.record({ kind: fc.constantFrom('strong' as const, 'code' as const), text: words }),
  fc.record({ kind: fc.constant('link' as const), text: words, url: fc.oneof(fc.webUrl(), words) }),
  fc.record({ kind: fc.constant('mention' as const), person: fc.constantFrom('p1', 'p2', 'p3'), name: words }),
  fc.record({
    kind: fc.constant('moment' as const),
    at: fc.oneof(
      words,
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    ),
  }),
);
const text = fc.array(span, { maxLength: 12 });
const buttons: fc.Arbitrary<Button> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('action' as const, 'form' as const),
    label: words,
    name: fc.constant('a.b'),
    value: fc.dictionary(words, words, { maxKeys: 3 }),
  }),
  fc.record({ kind: fc.constant('link' as const), label: words, url: fc.oneof(fc.webUrl(), words) }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('text' as const, 'note' as const), text }),
  fc.record({ kind: fc.constant('facts' as const), facts: fc.array(fc.record({ label: words, value: text })) }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(text), more: fc.nat() }),
  fc.constant<Block>({ kind: 'divider' }),
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(buttons) }),
);

test('whatever the card, Slack takes it', () => {
  fc.assert(
    fc.property(
      text,
      fc.constantFrom('red' as const, undefined),
      fc.array(block, { maxLength: 70 }),
      fc.boolean(),
      (title, status, blocks, direct) => {
        const card: Card = { title, blocks, ...(status && { status }) };
        return refusal(card, direct ? inIndia : inChannel) === undefined;
      },
    ),
    { numRuns: 60 },
  );
});

describe('a form', () => {
  const form = (fields: Field[]) => ({
    name: 'a.b',
    value: { id: '1' },
    title: 'Title',
    submit: 'Record',
    intro: ['Why'],
    fields,
  });
  const option = (index: number) => ({ value: `v${index}`, label: `Option ${index} ${'x'.repeat(100)}` });
  const long = 'x'.repeat(10_000);

  test('at its largest is taken', () => {
    const fields: Field[] = [
      { kind: 'text', id: 'a', label: long, hint: long, initial: long, max: 80 },
      { kind: 'long-text', id: 'b', label: 'B', initial: long, max: 90_000 },
      {
        kind: 'choice',
        id: 'c',
        label: 'C',
        options: Array.from({ length: 140 }, (_, index) => option(index)),
        initial: 'v3',
      },
      { kind: 'choice', id: 'd', label: 'D', options: [option(1), option(2)], initial: 'v2' },
      {
        kind: 'choices',
        id: 'e',
        label: 'E',
        options: Array.from({ length: 11 }, (_, index) => option(index)),
        initial: ['v1', 'gone'],
      },
      { kind: 'choices', id: 'f', label: 'F', options: [option(1)], initial: [] },
      { kind: 'choice', id: 'g', label: 'G', options: [] },
      { kind: 'person', id: 'h', label: 'H', initial: 'p1' },
      { kind: 'person', id: 'i', label: 'I', initial: 'p2' },
      { kind: 'date', id: 'j', label: 'J', initial: '2026-12-11' },
      { kind: 'date', id: 'k', label: 'K', initial: 'soon' },
    ];
    const view = View.parse(renderForm(form(fields), { channel: 'C1', ts: '1.1' }, inIndia));
    expect(JSON.stringify(view)).toContain('The first 100 of 140 are shown.');
    expect(view.blocks.find((one) => one.block_id === 'h')).toMatchObject({ element: { initial_user: 'U1' } });
    expect(view.blocks.find((one) => one.block_id === 'i')).toMatchObject({ element: { type: 'users_select' } });
    expect(readBlocks(view.blocks, viewer)).toContain('G: nothing to choose from');
  });

  test('that carries more than Slack keeps is a mistake of ours and says so', () => {
    expect(() => renderForm({ ...form([]), value: { id: long } }, {}, inIndia)).toThrow(RangeError);
  });
});
