import type { DateTime } from 'luxon';
import { formatSpan } from '../../core/format-time.ts';
import type { Tx } from '../../db/db.ts';
import { listProgrammes, type Programme, programmeNamed } from '../programme/index.ts';
import { type Burden, burdensOf } from './burdens.ts';

/** People of one table: those beyond are the least interrupted. Ours. */
const MOST_PEOPLE = 40;
/** As many as weeks, and what is held. */
const COLUMNS = ['This week', 'Last week', '2 weeks ago', '3 weeks ago', 'Held now'] as const;

/** What a page shows of how often people are interrupted. */
export interface Interruptions {
  title: string;
  /** What the figures count, and against which budget. */
  note: string;
  columns: readonly string[];
  people: readonly { who: string; cells: readonly string[] }[];
  /** People beyond those. */
  left: number;
  /** The key of the programme that is shown, and all there are. */
  programme: string;
  programmes: readonly { key: string; name: string }[];
}

/** Of a programme, the first where none is named; undefined where there is none. Throws NotFound for one that is not there. */
export async function interruptionsFor(
  tx: Tx,
  asked: { now: DateTime; programme?: string | undefined },
): Promise<Interruptions | undefined> {
  const programmes = await listProgrammes(tx);
  const programme = asked.programme === undefined ? programmes[0] : programmeNamed(programmes, asked.programme);
  if (programme === undefined) return undefined;
  const burdens = await burdensOf({ tx, now: asked.now }, programme);
  return {
    title: `Interruptions of ${programme.name}`,
    note: noteOf(programme),
    columns: COLUMNS,
    people: burdens.slice(0, MOST_PEOPLE).map((burden) => rowOf(burden, programme, asked.now)),
    left: Math.max(0, burdens.length - MOST_PEOPLE),
    programme: programme.key,
    programmes: programmes.map(({ key, name }) => ({ key, name })),
  };
}

function noteOf({ policy }: Programme): string {
  const { bundled, weekly } = policy.interruptions;
  return bundled
    ? `${weekly} messages a week may ask something of one person. Escalations come on top, as +1. A lead changes it: /deps settings interruptions ${weekly}`
    : 'Each thing comes as a message of its own, without a budget. Escalations stand apart, as +1. A lead sets a budget: /deps settings interruptions 6';
}

function rowOf({ who, weeks, waiting }: Burden, { policy }: Programme, now: DateTime) {
  const { bundled, weekly } = policy.interruptions;
  const cells = weeks.map(({ messages, escalations }) => {
    const counted = bundled ? `${messages} of ${weekly}` : String(messages);
    return escalations === 0 ? counted : `${counted}, +${escalations}`;
  });
  const held =
    waiting === undefined
      ? 'nothing'
      : `${waiting.count}, ${waiting.count === 1 ? '' : 'the oldest '}for ${formatSpan(now.diff(waiting.since).as('minutes'))}`;
  return { who, cells: [...cells, held] };
}
