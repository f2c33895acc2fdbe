import type { ButtonValue } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import { formatDay } from '../../core/format-time.ts';
import type { Dependency } from '../register/model.ts';
import { STAGE_LABEL, StageName } from '../timeline/model.ts';
import { LONGEST, type Terms } from './model.ts';

/** Options of a choice (Slack shows 100). */
const MOST_OPTIONS = 100;
const LABEL = 70;

type Offered = Pick<Dependency, 'id' | 'key' | 'title' | 'ownerId'>;

/** Asks for a commitment: of one dependency, or of one of several. */
export function commitForm(of: { dependency: Offered } | { choose: readonly Offered[] }, example: string): Form {
  const left = 'choose' in of ? of.choose.length - MOST_OPTIONS : 0;
  return {
    name: 'commitments.propose',
    value: 'dependency' in of ? { dependency: of.dependency.id } : {},
    title: 'Commit',
    submit: 'Propose',
    intro: [
      'dependency' in of ? `${of.dependency.key} ${shorten(of.dependency.title, LABEL)}. ` : '',
      'All sides sign it before it holds. If you sign for your team, sending it is your signature.',
    ].filter((part) => part !== ''),
    fields: [
      ...('choose' in of
        ? [
            {
              kind: 'choice' as const,
              id: 'dependency',
              label: 'Dependency',
              options: of.choose.slice(0, MOST_OPTIONS).map((one) => ({
                value: one.id,
                label: `${one.key} ${shorten(one.title, LABEL - 10)}`,
              })),
              ...(left > 0 && { hint: `${left} more can be named by key: /deps commit DEP-4` }),
            },
          ]
        : []),
      {
        kind: 'choice',
        id: 'stage',
        label: 'Stage',
        options: StageName.options.map((value) => ({ value, label: STAGE_LABEL[value] })),
        initial: 'release',
      },
      {
        kind: 'person',
        id: 'who',
        label: 'Who',
        ...('dependency' in of && of.dependency.ownerId !== null && { initial: of.dependency.ownerId }),
      },
      { kind: 'text', id: 'what', label: 'What', hint: 'Such as: delivers v2 to staging', max: LONGEST.what },
      { kind: 'date', id: 'by', label: 'By' },
      { kind: 'text', id: 'trace', label: 'Tracked in', hint: example, max: LONGEST.trace },
    ],
  };
}

/** Asks for other terms; `locked` when what is in force would change. */
export function counterForm(
  key: string,
  { ownerId, what, byDate, trace }: Terms,
  locked: boolean,
  value: ButtonValue,
): Form {
  return {
    name: 'commitments.save-counter',
    value,
    title: locked ? `Change ${key}` : `Counter ${key}`,
    submit: locked ? 'Propose the change' : 'Send these terms',
    intro: [
      locked
        ? `${key} is locked for ${formatDay(byDate)} and holds until all have signed the change.`
        : `${key} is proposed for ${formatDay(byDate)}. Your terms take their place, and earlier signatures fall.`,
    ],
    fields: [
      { kind: 'date', id: 'by', label: 'By', initial: byDate },
      { kind: 'person', id: 'who', label: 'Who', optional: true, initial: ownerId },
      { kind: 'text', id: 'what', label: 'What', initial: what, max: LONGEST.what },
      { kind: 'text', id: 'trace', label: 'Tracked in', initial: trace, max: LONGEST.trace },
      { kind: 'long-text', id: 'reason', label: 'Reason', optional: !locked, max: LONGEST.reason },
    ],
  };
}
