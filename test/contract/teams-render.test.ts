import fc from 'fast-check';
import { answersIn } from '../../src/adapters/teams/answers.ts';
import { CarriedData } from '../../src/adapters/teams/carried.ts';
import { headlineOf, renderCard } from '../../src/adapters/teams/render.ts';
import { renderForm } from '../../src/adapters/teams/render-form.ts';
import type { Block, Button, Card } from '../../src/chat/card.ts';
import { Field, type Form } from '../../src/chat/form.ts';
import type { Reader } from '../../src/chat/port.ts';
import type { Text } from '../../src/chat/text.ts';
import { buttonsOf, inputsOf, mentionsOf, readCard, refusalOfCard } from '../support/teams-cards.ts';

const ANA = '00000000-0000-0000-0000-0000000000a1';
const inChannel: Reader = { zone: undefined, mentions: new Map([['p1', ANA]]) };
const inIndia: Reader = { zone: 'Asia/Kolkata', mentions: new Map([['p1', ANA]]) };
const withDialogs = { dialogs: true };
const without = { dialogs: false };

function textCard(...text: Text): Card {
  return { title: ['t'], blocks: [{ kind: 'text', text }] };
}

const HOSTILE = [
  '<at>Ana</at>',
  '**bold** _italic_ ~~gone~~ `code`',
  '[a](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>',
  '# heading\n- list\n1. one\n> quote',
  '{{DATE(2026-12-03T12:30:00Z, SHORT)}} {{TIME(2026-12-03T12:30:00Z)}}',
  '<script>alert(1)</script> &amp; &lt;b&gt;',
  '😀'.repeat(40),
  'שלום\u202Eabc',
  'x'.repeat(300),
];

describe('words of a person', () => {
  test.each(HOSTILE)('%s stay words', (words) => {
    const card: Card = {
      title: [words],
      status: 'red',
      blocks: [
        { kind: 'text', text: [words, { kind: 'strong', text: words }, { kind: 'code', text: words }] },
        { kind: 'note', text: [words, { kind: 'link', text: words, url: 'https://example.com' }] },
        { kind: 'facts', facts: [{ label: words.slice(0, 90), value: [words] }] },
        { kind: 'list', items: [[words], [{ kind: 'mention', person: 'p1', name: words }]] },
        { kind: 'code', text: words },
        { kind: 'buttons', buttons: [{ kind: 'action', label: words, name: 'a.b', value: { words } }] },
      ],
    };
    const shown = renderCard(card, inChannel, { ...without, message: 'm' });
    expect(refusalOfCard(shown)).toBeUndefined();
    expect(readCard(shown)).toContain(`${words}${words}${words}`);
    // The one TextBlock holds the mention of Ana, whatever her name; no run is one that a client computes.
    expect(mentionsOf(shown)).toEqual([ANA]);
    expect(JSON.stringify(shown.body)).not.toMatch(/"text":"[^"]*\{\{(?:DATE|TIME)\(/);
  });

  test('lose NUL and half characters', () => {
    const shown = renderCard({ title: ['a\u0000b\uD800c\u0007'], blocks: [] }, inIndia, without);
    expect(refusalOfCard(shown)).toBeUndefined();
    expect(readCard(shown)).toBe('ab\uFFFDc');
  });

  test('address nobody unless they are a link to the web', () => {
    const shown = renderCard(textCard({ kind: 'link', text: 'click', url: 'javascript:alert(1)' }), inIndia, without);
    expect(readCard(shown)).toBe('t\nclick (javascript:alert(1))');
    expect(JSON.stringify(shown)).not.toContain('OpenUrl');
  });

  test('that are code keep their indentation', () => {
    const shown = renderCard({ title: ['t'], blocks: [{ kind: 'code', text: 'a:\n  b: 1\n' }] }, inIndia, without);
    expect(readCard(shown)).toBe('t\na:\n  b: 1');
    expect(shown.body[1]).toMatchObject({ inlines: [{ text: 'a:\n\u00A0\u00A0b: 1', fontType: 'monospace' }] });
  });
});

describe('spans', () => {
  const people = textCard({ kind: 'mention', person: 'p1', name: 'Ana' }, ' and ', {
    kind: 'mention',
    person: 'p2',
    name: 'Sam',
  });

  test('in a conversation of many a person Teams knows is notified, another is named', () => {
    const shown = renderCard(people, inChannel, without);
    expect(mentionsOf(shown)).toEqual([ANA]);
    expect(readCard(shown)).toBe('t\n@Ana and @Sam\n@Ana');
  });

  test('in a personal chat people are named: nobody else is there to be notified', () => {
    expect(readCard(renderCard(people, inIndia, without))).toBe('t\n@Ana and @Sam');
  });

  test('a moment is in the reader’s zone, or in UTC, and said so', () => {
    const card = textCard({ kind: 'moment', at: '2026-12-03T12:30:00.000Z' });
    expect(readCard(renderCard(card, inIndia, without))).toBe('t\nThu 3 Dec, 18:00');
    expect(readCard(renderCard(card, inChannel, without))).toBe('t\nThu 3 Dec, 12:30 UTC');
  });

  test('a status is a mark and a word, and a mark alone in the notification', () => {
    const red: Card = { title: ['DEP-12 blocked\nsince'], status: 'red', blocks: [] };
    expect(readCard(renderCard(red, inIndia, without))).toBe('● RED  DEP-12 blocked\nsince');
    expect(headlineOf(red, inIndia)).toBe('● DEP-12 blocked since');
  });
});

describe('buttons', () => {
  const buttons: Button[] = [
    { kind: 'action', label: 'Approve', name: 'a.approve', value: { id: '1' }, style: 'primary' },
    { kind: 'form', label: 'Details…', name: 'a.details', value: { id: '1' } },
    { kind: 'link', label: 'Open', url: 'https://example.com' },
    { kind: 'link', label: 'Bad', url: 'javascript:alert(1)' },
    { kind: 'page', label: 'Page', path: '/contracts' },
  ];
  const card: Card = { title: ['t'], blocks: [{ kind: 'buttons', buttons }] };

  test('act by Action.Execute, with a fallback for clients that do not know it', () => {
    const [approve] = buttonsOf(renderCard(card, inIndia, withDialogs));
    const data = { depsync: { kind: 'action', name: 'a.approve', value: { id: '1' } } };
    expect(approve?.action).toEqual({
      type: 'Action.Execute',
      title: 'Approve',
      style: 'positive',
      verb: 'a.approve',
      data,
      fallback: { type: 'Action.Submit', title: 'Approve', style: 'positive', data },
    });
  });

  test('carry the message of the outbox that they stand on, and the form that they open does too', () => {
    const message = '018f0000-0000-7000-8000-000000000001';
    const [approve, details] = buttonsOf(renderCard(card, inIndia, { ...withDialogs, message }));
    for (const button of [approve, details]) expect(button?.action).toMatchObject({ data: { depsync: { message } } });
    const form: Form = {
      name: 'a.submit',
      value: {},
      title: 'Submit',
      intro: ['Say so.'],
      submit: 'Submit',
      fields: [],
    };
    const [submit] = buttonsOf(renderForm(form, inIndia, { ...withDialogs, message }));
    expect(submit?.action).toMatchObject({ data: { depsync: { kind: 'form', message } } });
  });

  test('open a dialog where the client has dialogs, and name Teams nowhere where it has none', () => {
    const [, dialog] = buttonsOf(renderCard(card, inIndia, withDialogs));
    expect(dialog?.action).toMatchObject({ type: 'Action.Submit', data: { msteams: { type: 'task/fetch' } } });
    const plain = buttonsOf(renderCard(card, inIndia, without));
    expect(plain.map(({ label }) => label)).toEqual(['Approve', 'Details…', 'Open']);
    expect(JSON.stringify(plain)).not.toContain('msteams');
  });

  test('carry what the adapter reads', () => {
    for (const { action } of buttonsOf(renderCard(card, inIndia, withDialogs))) {
      if ('data' in action) expect(CarriedData.safeParse(action.data).success).toBe(true);
    }
  });

  test('come in sets of six, since Teams hides a seventh', () => {
    const many = Array.from(
      { length: 8 },
      (_, index): Button => ({ kind: 'link', label: `b${index}`, url: 'https://a.b' }),
    );
    const shown = renderCard({ title: ['t'], blocks: [{ kind: 'buttons', buttons: many }] }, inIndia, without);
    expect(readCard(shown)).toBe('t\n[b0] [b1] [b2] [b3] [b4] [b5]\n[b6] [b7]');
  });

  test('that are for some are shown to those alone, and to nobody in a conversation of many', () => {
    const theirs: Card = { title: ['t'], blocks: [{ kind: 'buttons', buttons, only: ['p1'] }] };
    expect(buttonsOf(renderCard(theirs, inChannel, without))).toEqual([]);
    expect(buttonsOf(renderCard(theirs, inChannel, { ...without, viewer: 'p2' }))).toEqual([]);
    expect(buttonsOf(renderCard(theirs, inChannel, { ...without, viewer: 'p1' }))).toHaveLength(3);
  });

  test('clients of the first sixty ask for their own view', () => {
    const refreshFor = Array.from({ length: 80 }, (_, index) => `29:${index}`);
    const { refresh } = renderCard(card, inChannel, { ...without, message: 'm-1', refreshFor });
    expect(refresh?.userIds).toEqual(refreshFor.slice(0, 60));
    expect(refresh?.action.data).toEqual({ depsync: { kind: 'view', message: 'm-1' } });
    expect(renderCard(card, inChannel, without).refresh).toBeUndefined();
  });
});

describe('size', () => {
  const long = '“wörter” '.repeat(1_500);
  const button: Button = { kind: 'action', label: long, name: 'a.b', value: { id: 'x'.repeat(1_900) } };
  const largest: Record<string, Block[]> = {
    text: Array.from({ length: 300 }, () => ({ kind: 'text', text: [long] })),
    facts: [{ kind: 'facts', facts: Array.from({ length: 500 }, () => ({ label: long, value: [long] })) }],
    list: [{ kind: 'list', items: Array.from({ length: 500 }, () => [long]), more: 14 }],
    'short lists': Array.from({ length: 300 }, () => ({ kind: 'list', items: [['a'], ['b'], ['c']] })),
    code: [{ kind: 'code', text: long }],
    divider: Array.from({ length: 200 }, () => ({ kind: 'divider' })),
    buttons: Array.from({ length: 50 }, () => ({ kind: 'buttons', buttons: [button, button, button] })),
  };

  test.each(Object.entries(largest))('a card of %s at its largest is taken', (_kind, blocks) => {
    const card: Card = { title: [long], status: 'yellow', blocks: [...blocks, ...blocks] };
    const refreshFor = Array.from({ length: 80 }, (_, index) => `29:${'x'.repeat(80)}${index}`);
    const options = { ...without, message: 'm', refreshFor };
    expect(refusalOfCard(renderCard(card, inIndia, options))).toBeUndefined();
  });

  test('what is left out is counted', () => {
    const items = Array.from({ length: 400 }, (_, index): Text => [`${index} ${'x'.repeat(300)}`]);
    const seen = readCard(renderCard({ title: ['t'], blocks: [{ kind: 'list', items, more: 14 }] }, inIndia, without));
    const shown = seen.split('\n').filter((line) => line.startsWith('• ')).length;
    expect(shown).toBeGreaterThan(10);
    expect(seen).toMatch(new RegExp(`\nand ${414 - shown} more$`));
  });

  test('words give way before buttons do', () => {
    const blocks = Array.from({ length: 400 }, (): Block => ({ kind: 'text', text: [long] }));
    const approve: Block = { kind: 'buttons', buttons: [{ ...button, label: 'Approve v2.1.0' }] };
    const seen = readCard(renderCard({ title: ['t'], blocks: [...blocks, approve] }, inIndia, without));
    expect(seen).toMatch(/and \d+ more that do not fit here\n\[Approve v2\.1\.0\]$/);
  });

  test('any card is taken', () => {
    const text = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)));
    const block = fc.oneof(
      fc.record({ kind: fc.constantFrom('text' as const, 'note' as const), text }),
      fc.record({ kind: fc.constant('list' as const), items: fc.array(text) }),
      fc.record({ kind: fc.constant('code' as const), text: fc.string({ unit: 'binary' }) }),
      fc.record({ kind: fc.constant('divider' as const) }),
    );
    fc.assert(
      fc.property(text, fc.array(block), (title, blocks) => {
        expect(refusalOfCard(renderCard({ title, blocks }, inIndia, without))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('a form', () => {
  const field = (kind: Field['kind'], more: object = {}): Field =>
    Field.parse({ kind, id: kind, label: kind, ...more });
  const options = [
    { value: 'a,b', label: '**A** [x](https://evil.example)' },
    { value: '50%', label: '# B' },
  ];
  const form: Form = {
    name: 'a.submit',
    value: { id: '1' },
    title: 'Submit DEP-4',
    submit: 'Submit',
    intro: ['Say how it stands.'],
    fields: [
      field('text', { initial: 'first' }),
      field('long-text', { optional: true, hint: 'One line each.' }),
      field('choice', { options, initial: '50%' }),
      field('choices', { options, initial: ['a,b', '50%'] }),
      field('person', { initial: 'p1' }),
      field('date', { initial: '2026-12-03' }),
      field('file'),
    ],
  };
  const people = [
    { id: 'p1', name: 'Ana' },
    { id: 'p2', name: 'Sam' },
  ];

  test('asks its questions, required ones marked', () => {
    const shown = renderForm(form, inIndia, { ...without, people });
    expect(refusalOfCard(shown)).toBeUndefined();
    expect(readCard(shown).split('\n')).toEqual([
      'Submit DEP-4',
      'Say how it stands.',
      'text *: [first]',
      'long-text: []',
      'One line each.',
      'choice *: [( ) **A** [x](https://evil.example) (x) # B]',
      'choices *: [(x) **A** [x](https://evil.example) (x) # B]',
      'person *: [(x) Ana ( ) Sam]',
      'date *: [2026-12-03]',
      'file: Files do not fit a form in Teams: send yours in a message to Depsync, with the command that opened this form.',
      '[Submit]',
    ]);
  });

  test('in a dialog searches the tenant’s people, and leaves the title to the dialog', () => {
    const shown = renderForm(form, inIndia, withDialogs);
    expect(readCard(shown)).toContain(`person *: [${ANA}]`);
    expect(readCard(shown)).not.toContain('Submit DEP-4');
    expect(buttonsOf(shown)[0]?.action).toMatchObject({ type: 'Action.Submit' });
  });

  test('comes back with its answers, several of them too', () => {
    const shown = renderForm(form, inIndia, { ...without, people });
    const data = Object.fromEntries(inputsOf(shown).map((input) => [input.id, input.value ?? '']));
    expect(answersIn(form, { ...data, other: 'x' })).toEqual({
      text: 'first',
      choice: '50%',
      choices: ['a,b', '50%'],
      person: 'p1',
      date: '2026-12-03',
    });
  });

  test('takes a document that was copied out of Teams as it was written', () => {
    const data = { 'long-text': 'openapi: 3.1.0\ninfo:\n\u00A0\u00A0title: Orders' };
    expect(answersIn(form, data)).toMatchObject({ 'long-text': 'openapi: 3.1.0\ninfo:\n  title: Orders' });
  });

  test('travels with its submit, without the answers it came with', () => {
    const action = buttonsOf(renderForm(form, inIndia, { ...without, people }))[0]?.action;
    const carried = CarriedData.parse(action && 'data' in action ? action.data : undefined).depsync;
    expect(carried).toMatchObject({ kind: 'form', form: { name: 'a.submit', value: { id: '1' } } });
    expect(JSON.stringify(carried)).not.toContain('initial');
  });

  test('shown again keeps what was typed and says beside each question what is wrong', () => {
    const shown = renderForm(form, inIndia, {
      ...without,
      people,
      answers: { text: 'second', person: 'p2' },
      errors: { '': 'DEP-4 has changed meanwhile.', text: 'Send a version such as v2.1.0.' },
    });
    const seen = readCard(shown);
    expect(seen).toContain(
      'Say how it stands.\nDEP-4 has changed meanwhile.\ntext *: [second]\nSend a version such as v2.1.0.',
    );
    expect(seen).toContain('( ) Ana (x) Sam');
    expect(seen).toContain('date *: []');
  });

  test('with more to choose from than fits says how much it shows', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      value: `v${index}`,
      label: `option ${index} ${'ö'.repeat(200)}`,
    }));
    const large = { ...form, fields: [field('choice', { options: many }), field('person')] };
    const shown = renderForm(large, inIndia, {
      ...without,
      people: many.map(({ value, label }) => ({ id: value, name: label })),
    });
    expect(refusalOfCard(shown)).toBeUndefined();
    expect(readCard(shown)).toMatch(/The first \d+ of 300 are shown\./);
  });

  test('with an answer too long to be shown again asks for it once more', () => {
    const shown = renderForm(form, inIndia, { ...without, people, answers: { 'long-text': '界'.repeat(9_000) } });
    expect(refusalOfCard(shown)).toBeUndefined();
    expect(readCard(shown)).toContain('Your answer is too long to be shown again: paste it once more.');
  });

  test('that carries more than a message holds is refused', () => {
    expect(() => renderForm({ ...form, value: { id: 'x'.repeat(30_000) } }, inIndia, without)).toThrow(RangeError);
  });
});
