import { DateTime } from 'luxon';
import { renderToString } from 'preact-render-to-string';
import type { Block, Card } from '../../chat/card.ts';
import type { Text } from '../../chat/text.ts';
import { LONGEST_TEXT, MOST_BUTTONS, MOST_FACTS, MOST_ITEMS } from './limits.ts';
import { MessageItem, PrivateItem, type View } from './render.tsx';

const view: View = {
  reader: { id: 'p-ana', name: 'Ana', handle: 'ana', title: null, zone: 'Europe/Berlin' },
  path: '/c/person:p-ana',
};
const HOSTILE = `<script>alert(1)</script><img src=x onerror="alert(1)"> & 'quoted' <!channel>`;

function shown(card: Card): string {
  const message = { id: 'm-1', seq: 1, card, postedAt: DateTime.fromISO('2026-12-03T17:00:00Z') };
  return renderToString(<MessageItem message={message} view={view} />);
}

function shownBlock(block: Block): string {
  return shown({ title: ['Title'], blocks: [block] });
}

/** Tags and attributes of the HTML, without what stands between tags. */
function tags(html: string): string {
  return (html.match(/<[^>]*>/g) ?? []).join('\n');
}

const hostileText: Text = [
  HOSTILE,
  { kind: 'strong', text: HOSTILE },
  { kind: 'code', text: HOSTILE },
  { kind: 'link', text: HOSTILE, url: 'https://example.com/?a="><script>' },
  { kind: 'mention', person: HOSTILE, name: HOSTILE },
];

const hostileBlocks: Block[] = [
  { kind: 'text', text: hostileText },
  { kind: 'note', text: hostileText },
  { kind: 'facts', facts: [{ label: HOSTILE, value: hostileText }] },
  { kind: 'list', items: [hostileText], more: 3 },
  { kind: 'divider' },
  {
    kind: 'buttons',
    buttons: [
      { kind: 'action', label: HOSTILE, name: HOSTILE, value: { [HOSTILE]: HOSTILE }, style: 'danger' },
      { kind: 'form', label: HOSTILE, name: HOSTILE, value: {} },
      { kind: 'link', label: HOSTILE, url: 'https://example.com/"onclick="alert(1)' },
    ],
  },
];

it.each(hostileBlocks.map((block) => [block.kind, block] as const))(
  'shows hostile text of a %s block as it was typed',
  (_kind, block) => {
    const html = shownBlock(block);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    // An attribute's value ends at its quote only: none of the text became an attribute.
    expect(tags(html).replace(/="[^"]*"/g, '')).not.toMatch(/onerror|onclick/);
  },
);

it('shows a hostile title as it was typed', () => {
  const html = shown({ title: hostileText, status: 'red', blocks: [] });
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script>');
});

it.each(['javascript:alert(1)', 'data:text/html,<script>', 'JaVaScRiPt:alert(1)', '//evil', 'not an address', ''])(
  'never links to %j',
  (url) => {
    const html = shown({
      title: ['Links'],
      blocks: [
        { kind: 'text', text: [{ kind: 'link', text: 'in words', url }] },
        { kind: 'buttons', buttons: [{ kind: 'link', label: 'as a button', url }] },
      ],
    });
    expect(html).not.toContain('href');
    expect(html).toContain('in words (');
    expect(html).toContain('as a button (');
  },
);

it('opens links elsewhere without telling from where', () => {
  const html = shownBlock({ kind: 'text', text: [{ kind: 'link', text: 'TICKET-1', url: 'https://t.example/1' }] });
  expect(html).toContain(
    '<a href="https://t.example/1" target="_blank" rel="noopener noreferrer nofollow">TICKET-1</a>',
  );
});

it('links to pages of its own, and to nothing else as if it were one', () => {
  const page = (path: string) => shownBlock({ kind: 'buttons', buttons: [{ kind: 'page', label: 'Contract', path }] });
  expect(page('/contracts/0193')).toContain('<a class="button" href="/contracts/0193">Contract</a>');
  for (const path of ['//example.com', 'https://example.com', 'javascript:alert(1)', '/\\example.com', '']) {
    expect(page(path)).not.toContain('href');
  }
});

it('shows moments in the zone of the reader, and the instant for machines', () => {
  const html = shownBlock({ kind: 'text', text: [{ kind: 'moment', at: '2026-12-03T17:00:00.000Z' }] });
  expect(html).toContain('<time datetime="2026-12-03T17:00:00.000Z">Thu 3 Dec, 18:00</time>');
});

it('shows a status by mark and word', () => {
  expect(shown({ title: ['A'], status: 'yellow', blocks: [] })).toContain('>▲ YELLOW<');
});

it('marks where the reader is mentioned', () => {
  const html = shownBlock({
    kind: 'text',
    text: [
      { kind: 'mention', person: 'p-ana', name: 'Ana' },
      { kind: 'mention', person: 'p-ben', name: 'Ben' },
    ],
  });
  expect(html).toContain('<span class="mention mention-me">@Ana</span><span class="mention">@Ben</span>');
});

it('cuts a text of 10,000 and more characters and says what it left out', () => {
  const html = shownBlock({
    kind: 'text',
    text: ['x'.repeat(LONGEST_TEXT - 10), { kind: 'strong', text: 'y'.repeat(25) }],
  });
  expect(html).toContain(`<strong>${'y'.repeat(10)}</strong> … and 15 more characters`);
  expect(shownBlock({ kind: 'text', text: ['x'.repeat(LONGEST_TEXT)] })).not.toContain('more characters');
});

it('cuts long lists and says what it left out, with what the author left out', () => {
  const html = shownBlock({
    kind: 'list',
    items: Array.from({ length: MOST_ITEMS + 7 }, (_, n) => [`item ${n}`]),
    more: 4,
  });
  expect(html.match(/<li>/g)).toHaveLength(MOST_ITEMS);
  expect(html).toContain('and 11 more<');
});

it('cuts facts and buttons and says what it left out', () => {
  const facts = Array.from({ length: MOST_FACTS + 1 }, () => ({ label: 'a', value: ['b'] }));
  expect(shownBlock({ kind: 'facts', facts })).toContain('and 1 more facts');
  const buttons = Array.from({ length: MOST_BUTTONS + 2 }, () => ({
    kind: 'action' as const,
    label: 'a',
    name: 'a.b',
    value: {},
  }));
  expect(shownBlock({ kind: 'buttons', buttons })).toContain('and 2 more buttons');
});

describe('a button', () => {
  const button = { kind: 'action' as const, label: 'Approve v2.1.0', name: 'approvals.approve', value: { id: '7' } };

  function pressOf(html: string): { name: string; value: unknown; receipt: string } {
    const value = /name="press" value="([^"]*)"/.exec(html)?.[1] ?? '';
    return JSON.parse(value.replaceAll('&quot;', '"'));
  }

  it('is a real one in a form that names its card', () => {
    const html = shownBlock({ kind: 'buttons', buttons: [button] });
    expect(html).toMatch(/<form[^>]* method="post" action="\/c\/person:p-ana\/press"/);
    expect(html).toContain('<input type="hidden" name="spot" value="m-1"/>');
    expect(html).toMatch(/<button type="submit" name="press"[^>]*>Approve v2.1.0<\/button>/);
    expect(pressOf(html)).toMatchObject({ name: 'approvals.approve', value: { id: '7' } });
  });

  it('has a receipt of its own each time it is rendered', () => {
    const receipts = [1, 2].map(() => pressOf(shownBlock({ kind: 'buttons', buttons: [button] })).receipt);
    expect(new Set(receipts).size).toBe(2);
  });

  it('says that it opens a dialog', () => {
    expect(shownBlock({ kind: 'buttons', buttons: [{ ...button, kind: 'form' }] })).toContain('aria-haspopup="dialog"');
  });
});

it('gives a card another version when anything in it changes', () => {
  const version = (card: Card) => /data-version="([^"]+)"/.exec(shown(card))?.[1];
  expect(version({ title: ['A'], blocks: [] })).toBe(version({ title: ['A'], blocks: [] }));
  expect(version({ title: ['A'], blocks: [] })).not.toBe(version({ title: ['B'], blocks: [] }));
});

it('shows what was said above its private answer', () => {
  const html = renderToString(
    <PrivateItem id="a-1" card={{ title: ['Answer'], blocks: [] }} view={view} said={HOSTILE} />,
  );
  expect(html).toContain('&lt;script>');
  expect(html.indexOf('&lt;script>')).toBeLessThan(html.indexOf('Answer'));
  expect(html).toContain('Only you see this');
});
