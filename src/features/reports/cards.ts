import { type Block, type Card, Colour, MARK } from '../../chat/card.ts';
import { join, moment, strong, type Text, text } from '../../chat/text.ts';
import type { Due, Glance, Mine, StatusLine } from './model.ts';

/** Lines of a kind in one card: what fits on a phone's screen or two. */
const MOST_DUE = 5;
const MOST_LINES = 15;

/** `/deps status` */
export function statusCard(glance: Glance): Card {
  const { name, filter, counts, daysToRelease, lines } = glance;
  const marks = Colour.options.map((colour) => marked(colour, counts[colour])).join(', ');
  const bad = lines.filter((line) => line.colour !== 'green');
  const shown = filter === undefined ? bad : lines;
  return {
    title: [
      `${name}${filter === undefined ? '' : ` (${filter})`}: ${marks}${filter === undefined ? untilRelease(daysToRelease) : ''}`,
    ],
    blocks: [
      ...dueBlock('Needs a decision', glance.decisions),
      ...dueBlock('Overdue', glance.overdue),
      ...dueBlock('This week', glance.thisWeek),
      ...silentBlock(glance),
      ...faultsBlock(lines),
      ...(shown.length === 0
        ? []
        : [
            { kind: 'divider' } as const,
            listOf(
              shown.map((line) => line.line),
              MOST_LINES,
            ),
          ]),
      {
        kind: 'buttons',
        buttons: [
          { kind: 'action', label: 'What waits for me', name: 'reports.mine', value: {} },
          ...(filter === undefined
            ? []
            : [{ kind: 'action' as const, label: 'Whole programme', name: 'reports.status', value: {} }]),
        ],
      },
    ],
  };
}

function untilRelease(days: number | null): string {
  if (days === null) return '';
  if (days < 0) return ' · release date passed';
  return ` · ${days} ${days === 1 ? 'day' : 'days'} left`;
}

function marked(colour: Colour, count: number): string {
  const [mark = '', word = ''] = MARK[colour].split(' ');
  return `${mark} ${count} ${word}`;
}

function dueBlock(label: string, due: readonly Due[]): Block[] {
  if (due.length === 0) return [];
  const more = due.length > MOST_DUE ? ` · and ${due.length - MOST_DUE} more` : '';
  const named = join(
    due.slice(0, MOST_DUE).map((one) => one.text),
    ' · ',
  );
  return [{ kind: 'text', text: text`${strong(`${label}:`)} ${named}${more}` }];
}

function silentBlock({ silent }: Glance): Block[] {
  if (silent.length === 0) return [];
  const named = silent
    .slice(0, MOST_DUE)
    .map((one) => text`${one.owner} (${one.keys.join(', ')}, since ${moment(one.since)})`);
  const more = silent.length > MOST_DUE ? ` · and ${silent.length - MOST_DUE} more` : '';
  return [{ kind: 'text', text: text`${strong('Silent:')} ${join(named, ' · ')}${more}` }];
}

function faultsBlock(lines: readonly StatusLine[]): Block[] {
  const faulty = lines.filter((line) => line.faults.length > 0);
  if (faulty.length === 0) return [];
  const named = faulty.slice(0, MOST_DUE).map((line) => `${line.key} (${line.faults.join(', ')})`);
  const more = faulty.length > MOST_DUE ? ` · and ${faulty.length - MOST_DUE} more` : '';
  return [{ kind: 'text', text: text`${strong('Missing:')} ${named.join(' · ')}${more}` }];
}

function listOf(items: readonly Text[], most: number): Block {
  return { kind: 'list', items: items.slice(0, most), ...(items.length > most ? { more: items.length - most } : {}) };
}

/** `/deps mine`, App Home and the console's inbox: what waits for one person. */
export function mineCard(mine: Mine): Card {
  const { dependencies, approvals, prompts, nextPromptAt } = mine;
  const waiting = prompts.length + approvals.length;
  const next = nextPromptAt === null ? 'none planned' : moment(nextPromptAt);
  return {
    title: [
      waiting === 0 ? 'Nothing waits for you' : `${waiting} ${waiting === 1 ? 'thing waits' : 'things wait'} for you`,
    ],
    blocks: [
      ...prompts.map(
        (prompt): Block => ({
          kind: 'text',
          text: text`${strong('Status:')} ${prompt.keys.join(', ')} by ${moment(prompt.answerBy)}`,
        }),
      ),
      ...approvals.map((approval): Block => ({ kind: 'text', text: text`${strong('Signature:')} ${approval.text}` })),
      ...(approvals.length === 0
        ? []
        : [
            {
              kind: 'buttons' as const,
              buttons: approvals.slice(0, MOST_DUE).map((approval) => ({
                kind: 'action' as const,
                label: `Show ${approval.key}`,
                name: 'approvals.show',
                value: { dependency: approval.dependencyId },
              })),
            },
          ]),
      { kind: 'divider' },
      {
        kind: 'text',
        text: [strong(dependencies.length === 0 ? 'You own no open dependency' : `You own ${dependencies.length}`)],
      },
      ...(dependencies.length === 0
        ? []
        : [
            listOf(
              dependencies.map((line) => line.line),
              MOST_LINES,
            ),
          ]),
      { kind: 'note', text: text`Next prompt: ${next}` },
      { kind: 'buttons', buttons: [{ kind: 'action', label: 'Programme status', name: 'reports.status', value: {} }] },
    ],
  };
}
