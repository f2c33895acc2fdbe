import { DateTime } from 'luxon';
import { type Block, type Button, type Card, type Colour, note } from '../../chat/card.ts';
import { shorten, shortenText } from '../../chat/shorten.ts';
import { join, moment, strong, type Text, text, withCommands } from '../../chat/text.ts';
import type { Brief, Section, SentBrief, Verdict } from './model.ts';
import { figureOf, sourcesOf, textOf } from './rules/words.ts';

/**
 * Sentences in chat of the verdict and of every other section, and characters of one; the page shows all. Ours: so all sections
 * fit one screen, 40 lines of 100 characters.
 */
const IN_CHAT = { verdict: 3, section: 2, characters: 190 } as const;
/** Earlier briefs that are listed. */
export const MOST_EARLIER = 15;
/** Characters of a title, which is complete in a phone's notification. */
const LONGEST_TITLE = 60;
/** Characters of a programme in a title of fixed words. */
const NAME_IN_TITLE = 30;

const STATUS: Readonly<Record<Verdict, Colour>> = { 'On track': 'green', 'At risk': 'yellow', 'Off track': 'red' };

/** The brief on one screen; `readers` offers a lead to send it to so many. */
export function briefCard(brief: Brief, readers: number | null): Card {
  return {
    title: [titleOf(brief)],
    status: STATUS[brief.verdict],
    blocks: [
      ...brief.sections.map((section, n) =>
        sectionBlock(section, n === 0 ? IN_CHAT.verdict : IN_CHAT.section, brief.at),
      ),
      {
        kind: 'note',
        text: text`As of ${moment(DateTime.fromISO(brief.at, { zone: 'utc' }))}; every figure was computed twice.`,
      },
      { kind: 'buttons', buttons: buttons(readers) },
    ],
  };
}

/** `Q1 launch: At risk, 3 of 5 critical dates committed`: the verdict, and the weakest of what it rests on. */
export function titleOf({ programme, verdict, sections }: Brief): string {
  const weakest = figureOf(
    sections.flatMap(({ sentences }) => sentences),
    'confidence.0',
  );
  const said = `: ${verdict}${weakest === undefined ? '' : `, ${weakest}`}`;
  return `${shorten(programme, LONGEST_TITLE - said.length)}${said}`;
}

function sectionBlock({ title, sentences }: Section, most: number, at: string): Block {
  const shown = sentences.slice(0, most);
  const lines = shown.map((sentence): Text => {
    const sources = sourcesOf(sentence, at);
    const told = shortenText(textOf(sentence), IN_CHAT.characters - sources.length);
    return text`${told}${sources === '' ? '' : ` (${sources})`}`;
  });
  const more = sentences.length - shown.length;
  return {
    kind: 'text',
    text: text`${strong(`${title}:`)} ${join(lines, '\n')}${more > 0 ? `; ${more} more on the page` : ''}`,
  };
}

function buttons(readers: number | null): Button[] {
  const page: Button = { kind: 'page', label: 'Open the page', path: '/brief' };
  if (readers === null || readers === 0) return [page];
  return [
    page,
    {
      kind: 'action',
      label: `Send to ${readers} ${readers === 1 ? 'reader' : 'readers'} now`,
      name: 'briefs.send',
      value: {},
    },
  ];
}

/** After it was sent by hand. */
export function sentCard(programme: string, sentTo: readonly string[]): Card {
  return note(`The brief of ${shorten(programme, NAME_IN_TITLE)} was sent`, `To ${sentTo.join(', ')}.`);
}

/** To the leads, when the weekly brief cannot be sent. */
export function withheldCard(programme: string, why: string): Card {
  return {
    title: [`The brief of ${shorten(programme, NAME_IN_TITLE)} was not sent`],
    status: 'yellow',
    blocks: [
      { kind: 'text', text: withCommands(why) },
      {
        kind: 'buttons',
        buttons: [{ kind: 'action', label: 'Send it now', name: 'briefs.send', value: {} }],
      },
      { kind: 'note', text: [`You get this as lead of ${shorten(programme, NAME_IN_TITLE)}.`] },
    ],
  };
}

/** Briefs that were sent, the newest first. */
export function earlierCard(programme: string, sent: readonly Pick<SentBrief, 'brief' | 'sentTo'>[]): Card {
  if (sent.length === 0) return note(`No brief of ${shorten(programme, NAME_IN_TITLE)} was sent yet`);
  return {
    title: [`Briefs of ${shorten(programme, NAME_IN_TITLE)}`],
    blocks: [
      {
        kind: 'list',
        items: sent.map(
          ({ brief, sentTo }) =>
            text`${moment(DateTime.fromISO(brief.at, { zone: 'utc' }))} ${titleOf(brief)}, to ${sentTo.join(', ')}`,
        ),
      },
      { kind: 'buttons', buttons: [{ kind: 'page', label: 'Open the page', path: '/brief' }] },
    ],
  };
}
