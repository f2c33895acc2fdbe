import type { Block, Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import {
  conflictsCard,
  consequenceCard,
  environmentsCard,
  explainedOf,
  milestonesCard,
  programmeDaysCard,
  timelineCard,
} from '../../../src/features/timeline/cards.ts';
import type { Environment, Plan } from '../../../src/features/timeline/model.ts';
import { calendarsOf } from '../../../src/features/timeline/rules/calendars.ts';
import { conflictsIn } from '../../../src/features/timeline/rules/conflicts/find.ts';
import { resolutionsOf } from '../../../src/features/timeline/rules/conflicts/resolve.ts';
import { consequenceOf } from '../../../src/features/timeline/rules/consequence.ts';
import { unplanned } from '../../../src/features/timeline/rules/plan.ts';
import { schedule } from '../../../src/features/timeline/rules/schedule.ts';
import { slipped } from '../../../src/features/timeline/rules/what-if.ts';
import { needs, plan, planned, stage } from '../../support/plans.ts';

const NASTY = '<!channel> *bold* <script>alert(1)</script> & 😀 ';
const LONG = NASTY.repeat(4);
const QA: Environment = {
  id: 'qa',
  programmeId: 'p',
  name: 'qa-1',
  state: 'ready',
  ownerId: 'dev',
  fromDate: '2026-11-02',
  untilDate: '2026-12-18',
  capacity: 1,
};
const NAMES = new Map([
  ['ana', 'Ana Example'],
  ['dev', 'Dev Example'],
  ['lena', 'Lena Example'],
]);

/** A plan of so many that all kinds of conflicts are in it. */
function planOf(many: number, title: string): Plan {
  const dependencies = Array.from({ length: many }, (_, n) => {
    const environmentId = [null, 'qa', 'late'][n % 3] ?? null;
    const sides = [{ country: 'DE' }, { country: 'US' }];
    return planned(
      `DEP-${n + 1}`,
      [
        stage({ name: 'development', days: 5 }),
        stage({ name: 'test', days: 6, from: '2026-12-21', sides, environmentId }),
        stage({ by: '2026-12-11' }),
      ],
      {
        title,
        ownerId: 'ana',
        producer: { team: title, leadId: 'ana', priority: 'low' },
        consumers: [{ team: title, leadId: 'dev', neededBy: '2026-12-14', priority: n === 0 ? 'high' : null }],
      },
    );
  });
  const chain = dependencies.slice(1).map(({ id }, n) => needs(id, `DEP-${n + 1}`));
  return plan('2026-11-30', {
    cutOff: '2027-02-26',
    leadIds: ['lena'],
    dependencies,
    idle: many > 10 ? dependencies.map(({ id }) => ({ personId: id, keys: dependencies.map(({ key }) => key) })) : [],
    needs: many > 10 ? [...chain, needs('DEP-10', 'DEP-12')] : chain,
    environments: [QA, { ...QA, id: 'late', name: 'qa-2', state: 'provisioning' }],
    freezes: [{ programmeId: 'p', name: title.slice(0, 80), startDate: '2026-12-23', endDate: '2026-12-31' }],
  });
}

function shown(programme: string, one: Plan): { timeline: Card; conflicts: Card; asks: Card; slip: Card } {
  const calendars = calendarsOf(one);
  const present = schedule(one, calendars);
  const conflicts = conflictsIn(one, present, calendars);
  const setting = { plan: one, schedule: present, calendars };
  const explained = explainedOf(conflicts).map((conflict) => ({ conflict, ways: resolutionsOf(conflict, setting) }));
  const after = slipped(present, { dependencyId: 'DEP-1', days: 40 });
  const consequence = consequenceOf(
    { schedule: present, conflicts },
    { schedule: after, conflicts: conflictsIn(one, after, calendars) },
  );
  const facts = { cutOff: one.cutOff, names: NAMES, blocks: [] };
  const value = { command: 'milestones', words: programme.slice(0, 200), shown: 'x'.repeat(22), asker: 'ana' };
  const asked: Block[] = [
    {
      kind: 'buttons',
      only: ['ana'],
      buttons: [
        { kind: 'action', label: `Move DEP-1 to ${programme}`, name: 'timeline.confirm', value, style: 'primary' },
        {
          kind: 'action',
          label: 'Leave as it is',
          name: 'timeline.leave',
          value: { subject: programme, asker: 'ana' },
        },
      ],
    },
  ];
  return {
    timeline: timelineCard(programme, present, {
      cutOff: one.cutOff,
      conflicts: conflicts.length,
      idle: one.idle.map(() => programme),
    }),
    conflicts: conflictsCard(programme, explained, conflicts.length, NAMES),
    asks: consequenceCard(['DEP-1: due Fri 5 Feb · not saved yet'], [[programme]], consequence, {
      ...facts,
      blocks: asked,
    }),
    slip: consequenceCard(['If DEP-1 slips 40 working days'], [[programme]], consequence, facts),
  };
}

/** Every card about the plan, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const small = shown('Q1 launch', planOf(3, 'Orders API'));
  const large = shown(LONG, planOf(60, LONG));
  const milestone = {
    ...unplanned('DEP-4', 'test'),
    startDate: '2026-12-07',
    endDate: '2026-12-09',
    environmentId: 'qa',
  };
  const many = Array.from({ length: 50 }, (_, n) => ({
    programmeId: 'p',
    name: `${n} ${LONG}`.slice(0, 80),
    date: '2027-01-15',
  }));
  const nothing = schedule(plan('2026-11-30'));
  return {
    timeline: small.timeline,
    'timeline of nothing': timelineCard('Q1 launch', nothing, { cutOff: null, conflicts: 0, idle: [] }),
    'timeline, largest': large.timeline,
    conflicts: small.conflicts,
    'a conflict of somebody without a working day': conflictsCard(
      'Q1 launch',
      [{ conflict: { kind: 'never-works', idle: { personId: 'ana', keys: ['DEP-1'] } }, ways: [] }],
      1,
      NAMES,
    ),
    'no conflicts': conflictsCard('Q1 launch', [], 0, NAMES),
    'conflicts, largest': large.conflicts,
    'a change that asks': small.asks,
    'a change that asks, largest': large.asks,
    slip: small.slip,
    'slip, largest': large.slip,
    milestones: milestonesCard({ key: 'DEP-4', title: 'Orders API' }, [milestone, unplanned('DEP-4', 'release')], {
      scheduled: undefined,
      environments: [QA],
      needs: [{ key: 'DEP-1', lag: 2 }],
    }),
    'days of a programme': programmeDaysCard(
      'Q1 launch',
      [{ programmeId: 'p', name: 'Cut-off', date: '2027-02-12' }],
      [],
      '2027-02-26',
    ),
    'days of a programme, many': programmeDaysCard(LONG, many, [], null),
    environments: environmentsCard('Q1 launch', [QA], NAMES),
    'environments, many': environmentsCard(
      LONG,
      Array.from({ length: 200 }, (_, n) => ({ ...QA, name: `qa-${n}`.padEnd(40, 'x') })),
      NAMES,
    ),
  };
}

export function forms(): Record<string, Form> {
  return {};
}
