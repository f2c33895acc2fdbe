import { type Block, type Card, Colour, MARK } from '../../chat/card.ts';
import { join, moment, strong, type Text, text } from '../../chat/text.ts';
import { type Due, type Glance, type Mine, SHOWN, type StatusLine, type Top } from './model.ts';

/** `/deps status` */
export function statusCard(glance: Glance): Card {
  const { name, filter, counts, daysToRelease, lines } = glance;
  const marks = Colour.options.map((colour) => marked(colour, counts[colour])).join(', ');
  return {
    title: [
      `${name}${filter === undefined ? '' : ` (${filter})`}: ${marks}${filter === undefined ? untilRelease(daysToRelease) : ''}`,
    ],
    blocks: [
      ...dueBlock('Needs a decision', glance.decisions),
      ...dueBlock('Overdue', glance.overdue),
      ...dueBlock('By waiver', glance.waived),
      ...dueBlock('This week', glance.thisWeek),
      ...silentBlock(glance),
      ...faultsBlock(glance.faulty),
      ...(lines.total === 0 ? [] : [{ kind: 'divider' } as const, listOf(lines)]),
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

function dueBlock(label: string, due: Top<Due>): Block[] {
  return topBlock(label, due, (one) => one.text);
}

function silentBlock({ silent }: Glance): Block[] {
  return topBlock('Silent', silent, (one) => text`${one.owner} (${one.keys.join(', ')}, since ${moment(one.since)})`);
}

function faultsBlock(faulty: Top<StatusLine>): Block[] {
  return topBlock('Missing', faulty, (line) => [`${line.key} (${line.faults.join(', ')})`]);
}

/** `Overdue: this · that · and 7 more`; nothing where there is none. */
function topBlock<Item>(label: string, { first, total }: Top<Item>, inWords: (item: Item) => Text): Block[] {
  if (total === 0) return [];
  const more = total > first.length ? ` · and ${total - first.length} more` : '';
  return [{ kind: 'text', text: text`${strong(`${label}:`)} ${join(first.map(inWords), ' · ')}${more}` }];
}

function listOf({ first, total }: Top<StatusLine>): Block {
  const more = total - first.length;
  return { kind: 'list', items: first.map((one) => one.line), ...(more > 0 ? { more } : {}) };
}

/** `/deps mine`, App Home and the console's inbox: what waits for one person. */
export function mineCard(mine: Mine): Card {
  const { dependencies, approvals, prompts, actions, nextPromptAt } = mine;
  const waiting = prompts.length + approvals.length + actions.length;
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
              buttons: approvals.slice(0, SHOWN.due).map((approval) => ({
                kind: 'action' as const,
                label: `Show ${approval.key}`,
                name: 'approvals.show',
                value: { dependency: approval.dependencyId },
              })),
            },
          ]),
      ...topBlock('Actions', { first: actions.slice(0, SHOWN.due), total: actions.length }, (one) => one),
      { kind: 'divider' },
      {
        kind: 'text',
        text: [strong(dependencies.length === 0 ? 'You own no open dependency' : `You own ${dependencies.length}`)],
      },
      ...(dependencies.length === 0
        ? []
        : [listOf({ first: dependencies.slice(0, SHOWN.lines), total: dependencies.length })]),
      { kind: 'note', text: text`Next prompt: ${next}` },
      { kind: 'buttons', buttons: [{ kind: 'action', label: 'Programme status', name: 'reports.status', value: {} }] },
    ],
  };
}
