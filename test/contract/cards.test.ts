import { DateTime } from 'luxon';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { renderCard, renderHome, renderModal } from '../../src/adapters/slack/render.ts';
import { renderForm } from '../../src/adapters/slack/render-form.ts';
import { headlineOf, renderCard as renderForTeams, renderMessage } from '../../src/adapters/teams/render.ts';
import { renderForm as renderFormForTeams } from '../../src/adapters/teams/render-form.ts';
import { shorten } from '../../src/adapters/web/limits.ts';
import { MessageItem, type View as WebView } from '../../src/adapters/web/render.tsx';
import { FormView } from '../../src/adapters/web/render-form.tsx';
import { Card } from '../../src/chat/card.ts';
import { Form } from '../../src/chat/form.ts';
import { headline, plainCard } from '../../src/chat/plain.ts';
import { allActions } from '../../src/compose.ts';
import { buttonsIn, textsIn, textsOfForm, wordsIn } from '../support/card-texts.ts';
import { MessageBlocks, pingsOf, readBlocks, refusalOfBlocks, View } from '../support/slack-blocks.ts';
import { buttonsOf, mentionsOf, readCard, refusalOfCard } from '../support/teams-cards.ts';
import { eventsOf } from '../support/teams-renderer.ts';
import * as actions from './corpus/actions.ts';
import * as approvals from './corpus/approvals.ts';
import * as blockers from './corpus/blockers.ts';
import * as briefs from './corpus/briefs.ts';
import * as checkins from './corpus/checkins.ts';
import * as commitments from './corpus/commitments.ts';
import * as consumers from './corpus/consumers.ts';
import * as decisions from './corpus/decisions.ts';
import * as kickoffs from './corpus/kickoffs.ts';
import * as lateGates from './corpus/late-gates.ts';
import * as lessons from './corpus/lessons.ts';
import * as meetings from './corpus/meetings.ts';
import * as mornings from './corpus/mornings.ts';
import * as outlook from './corpus/outlook.ts';
import * as policies from './corpus/policies.ts';
import * as programme from './corpus/programme.ts';
import * as register from './corpus/register.ts';
import * as reports from './corpus/reports.ts';
import * as retrospectives from './corpus/retrospectives.ts';
import * as risks from './corpus/risks.ts';
import * as timeline from './corpus/timeline.ts';

const corpora = {
  actions,
  approvals,
  blockers,
  briefs,
  checkins,
  commitments,
  consumers,
  decisions,
  kickoffs,
  lateGates,
  mornings,
  meetings,
  lessons,
  outlook,
  policies,
  programme,
  register,
  reports,
  retrospectives,
  risks,
  timeline,
};
const cards = Object.entries(corpora).flatMap(([feature, { cards }]) =>
  Object.entries(cards()).map(([name, card]): [string, Card] => [`${feature}: ${name}`, card]),
);
const forms = Object.entries(corpora).flatMap(([feature, { forms }]) =>
  Object.entries(forms()).map(([name, form]): [string, Form] => [`${feature}: ${name}`, form]),
);
/** Cards whose facts are what a team would write; the others hold the most and the worst that can be written. */
const ordinary = cards.filter(([name]) => !/largest|many/.test(name));

const ZONE = 'Europe/Berlin';
/** What Slack's own people see: each in their zone, and the whole of a card that is shown to a channel. */
const readers = [
  { zone: ZONE, mentions: new Map<string, string>() },
  { zone: undefined, mentions: new Map<string, string>() },
];
const viewer = { zone: ZONE, nameOf: (id: string) => id };

it.each(cards)('card %s is a card', (_name, card) => {
  expect(Card.parse(card)).toEqual(card);
});

it.each(forms)('form %s is a form', (_name, form) => {
  expect(Form.parse(form)).toEqual(form);
});

describe('on Slack', () => {
  it.each(cards)('card %s is taken, and calls nobody by what people wrote', (_name, card) => {
    for (const reader of readers) {
      const { text, blocks } = renderCard(card, reader);
      expect(refusalOfBlocks(blocks)).toBeUndefined();
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(4_000);
      expect(pingsOf({ text, blocks: MessageBlocks.parse(blocks) })).toEqual([]);
      View.parse(renderHome(card, reader));
      View.parse(renderModal(card, reader));
    }
  });

  it.each(ordinary)('card %s is shown whole', (_name, card) => {
    const [reader = { zone: ZONE, mentions: new Map() }] = readers;
    const seen = readBlocks(MessageBlocks.parse(renderCard(card, reader).blocks), viewer);
    // Nobody in Slack can open a page of the console.
    const pages = buttonsIn(card).flatMap((button) => (button.kind === 'page' ? button.label : []));
    for (const text of textsIn(card, ZONE)) if (!pages.includes(text)) expect(seen).toContain(text);
  });

  it.each(forms)('form %s is taken', (_name, form) => {
    for (const reader of readers) {
      const view = renderForm(form, { channel: 'C0123456789', ts: '1764579600.000100' }, reader);
      expect(View.parse(view)).toMatchObject({ type: 'modal' });
    }
  });
});

describe('on Teams', () => {
  const clients = [{ dialogs: true }, { dialogs: false }];
  const people = Array.from({ length: 300 }, (_, index) => ({ id: `p-${index}`, name: `Person ${index} **of** many` }));

  it.each(cards)('card %s is taken, and calls nobody by what people wrote', (_name, card) => {
    for (const reader of readers) {
      for (const client of clients) {
        const message = renderMessage(card, reader, {
          ...client,
          message: 'm-1',
          refreshFor: ['29:1'],
          viewer: 'p-ana',
        });
        const [{ content }] = message.attachments;
        expect(refusalOfCard(content)).toBeUndefined();
        expect(eventsOf(content)).toEqual([]);
        expect(mentionsOf(content)).toEqual([]);
        expect(message.summary.length).toBeGreaterThan(0);
      }
    }
  });

  it.each(ordinary)('card %s is shown whole', (_name, card) => {
    const [reader = { zone: ZONE, mentions: new Map() }] = readers;
    const everybody = { ...card, blocks: card.blocks.map((block) => ({ ...block, only: undefined })) };
    const shown = renderForTeams(everybody, reader, { dialogs: true });
    const seen = readCard(shown);
    const pages = buttonsIn(card).flatMap((button) => (button.kind === 'page' ? button.label : []));
    for (const text of textsIn(card, ZONE)) if (!pages.includes(text)) expect(seen).toContain(text);
    expect(buttonsOf(shown)).toHaveLength(buttonsIn(card).length - pages.length);
    expect(headlineOf(card, reader)).toBe(headline(card, ZONE));
  });

  it('decisions in a channel of leadership are shown to those who may decide, and to nobody else', () => {
    const card = blockers.cards()['escalation'];
    if (card === undefined) throw new Error('the corpus has no escalation');
    const inChannel = { zone: undefined, mentions: new Map<string, string>() };
    const labels = (viewer?: string) =>
      buttonsOf(renderForTeams(card, inChannel, { dialogs: true, ...(viewer !== undefined && { viewer }) })).map(
        ({ label }) => label,
      );
    expect(labels()).toEqual([]);
    expect(labels('ana')).toEqual(['It is solved']);
    expect(labels('lena')).toHaveLength(buttonsIn(card).length);
  });

  it.each(forms)('form %s is taken, and asks everything', (_name, form) => {
    for (const reader of readers) {
      for (const client of clients) {
        const shown = renderFormForTeams(form, reader, { ...client, people });
        expect(refusalOfCard(shown)).toBeUndefined();
        expect(eventsOf(shown)).toEqual([]);
        const seen = readCard(shown);
        for (const field of form.fields) expect(seen).toContain(field.label);
      }
    }
  });
});

describe('on the web console', () => {
  const view: WebView = {
    reader: { id: 'p-ana', name: 'Ana', handle: 'ana', title: null, zone: ZONE },
    path: '/c/person:p-ana',
  };
  const postedAt = DateTime.fromISO('2026-12-03T17:00:00Z');

  it.each(cards)('every text of card %s is shown as words', (_name, card) => {
    const html = renderToString(h(MessageItem, { message: { id: 'm-1', seq: 1, card, postedAt }, view }));
    const { words, attributes } = wordsIn(html);
    const alts = card.blocks.flatMap((block) => (block.kind === 'image' ? [block.alt] : []));
    for (const text of textsIn(card, ZONE, shorten)) expect(alts.includes(text) ? attributes : words).toContain(text);
  });

  it.each(forms)('every text of form %s is shown as words', (_name, form) => {
    const html = renderToString(h(FormView, { form, view, people: [view.reader], spot: undefined }));
    const { words, attributes } = wordsIn(html);
    const { shown, filledIn } = textsOfForm(form, ZONE, shorten);
    for (const text of shown) expect(words).toContain(text);
    for (const text of filledIn) expect([words, ...attributes].some((place) => place.includes(text))).toBe(true);
  });
});

describe('as plain text', () => {
  it.each(cards)('card %s says everything', (_name, card) => {
    const words = plainCard(card, ZONE);
    for (const text of textsIn(card, ZONE)) expect(words).toContain(text);
    // A document that is shown may say null.
    const said = plainCard({ ...card, blocks: card.blocks.filter((block) => block.kind !== 'code') }, ZONE);
    expect(said).not.toMatch(/\b(?:undefined|null|NaN)\b|\[object /);
  });
});

describe('words', () => {
  it.each(ordinary)('the first line of card %s is complete in a notification', (_name, card) => {
    expect(headline(card, ZONE).length).toBeLessThanOrEqual(60);
  });

  it.each(cards)('card %s promises nothing tentatively', (_name, card) => {
    expect(plainCard(card, ZONE)).not.toMatch(/\b(?:try|tries|trying|hope|hopefully|should|soon|asap|aim|aims)\b/i);
  });

  it.each(ordinary)('card %s does not shout, and marks with ● ▲ ✓ alone', (_name, card) => {
    const words = plainCard(card, ZONE);
    expect(words).not.toContain('!');
    expect(words.replace(/[●▲✓]/g, '')).not.toMatch(/[\p{Extended_Pictographic}\u25A0-\u25FF\u2600-\u27BF]/u);
  });
});

describe('buttons', () => {
  const actions = new Set(allActions());

  it.each(cards)('of card %s have handlers, and labels', (_name, card) => {
    for (const button of buttonsIn(card)) {
      expect(button.label).not.toBe('');
      if (button.kind !== 'link' && button.kind !== 'page') expect(actions).toContain(button.name);
    }
  });

  it.each(forms)('of form %s have a handler', (_name, form) => {
    expect(actions).toContain(form.name);
  });
});
