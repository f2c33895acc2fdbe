import type { DateTime } from 'luxon';
import { findTentative } from '../../../core/tentative.ts';
import { many } from '../../../pictures/words.ts';

/** What happened in an increment, as the registers have it. */
export interface Facts {
  /** Prompts that were answered or missed. */
  prompts: readonly { askedAt: DateTime; answeredAt: DateTime | null }[];
  /** Gates that passed by their signatures. */
  gates: readonly { number: number; openedAt: DateTime; closedAt: DateTime }[];
  /** Blockers that were solved. */
  blockers: readonly { raisedAt: DateTime; resolvedAt: DateTime }[];
  /** Tiers that leadership heard of. */
  escalations: readonly { decided: boolean }[];
  /** What was shifted in the plan, by key. */
  shifts: readonly string[];
  /** Contract versions that were submitted. */
  versions: readonly { dependencyId: string }[];
  /** What owners said of their dependencies. */
  reports: readonly { dependencyId: string; reason: string | null }[];
}

export type Unit = 'h' | 'd' | '%' | '';

/** One figure of an increment. */
export interface Measure {
  label: string;
  unit: Unit;
  /** Null where there is nothing to measure. */
  value: number | null;
  /** Of how many it is computed. */
  n: number;
  /** What these are: one, and several. */
  of: readonly [string, string];
}

/** A figure beside that of the increment before; `before` is undefined where there was none. */
export interface Metric extends Measure {
  before: Measure | undefined;
}

/** Gates of a contract. */
const GATES = [1, 2, 3, 4] as const;
const MINUTES_OF_DAY = 24 * 60;

/** The figures of an increment, in the order in which they are shown. */
export function measuresOf(facts: Facts): Measure[] {
  const { prompts, gates, blockers, escalations, shifts, versions, reports } = facts;
  const responses = prompts.flatMap(({ askedAt, answeredAt }) =>
    answeredAt === null ? [] : [hours(askedAt, answeredAt)],
  );
  const ages = blockers.map(({ raisedAt, resolvedAt }) => hours(raisedAt, resolvedAt));
  const decided = escalations.filter((one) => one.decided).length;
  const contracts = distinct(versions);
  const spokenOf = distinct(reports);
  const hedges = reports.filter(({ reason }) => findTentative(reason ?? '').length > 0).length;
  return [
    { label: 'Response time', unit: 'h', value: median(responses), n: responses.length, of: ['answer', 'answers'] },
    {
      label: 'Prompts answered',
      unit: '%',
      value: percent(responses.length, prompts.length),
      n: prompts.length,
      of: ['prompt', 'prompts'],
    },
    ...GATES.map((number): Measure => {
      const days = gates
        .filter((gate) => gate.number === number)
        .map(({ openedAt, closedAt }) => closedAt.diff(openedAt).as('minutes') / MINUTES_OF_DAY);
      return {
        label: `Approval, gate ${number}`,
        unit: 'd',
        value: median(days),
        n: days.length,
        of: ['gate', 'gates'],
      };
    }),
    { label: 'Age of solved blockers', unit: 'h', value: median(ages), n: ages.length, of: ['blocker', 'blockers'] },
    {
      label: 'Escalations decided',
      unit: '%',
      value: percent(decided, escalations.length),
      n: escalations.length,
      of: ['escalation', 'escalations'],
    },
    {
      label: 'Timeline shifts',
      unit: '',
      value: shifts.length,
      n: new Set(shifts).size,
      of: ['shifted record', 'shifted records'],
    },
    {
      label: 'Contract versions, each',
      unit: '',
      value: ratio(versions.length, contracts),
      n: contracts,
      of: ['contract', 'contracts'],
    },
    {
      label: 'Tentative words, each',
      unit: '',
      value: ratio(hedges, spokenOf),
      n: spokenOf,
      of: ['dependency', 'dependencies'],
    },
  ];
}

/** Each figure beside the one before; measured over other spans, figures of the same label are the same figure. */
export function compared(present: readonly Measure[], before: readonly Measure[] | undefined): Metric[] {
  const earlier = new Map(before?.map((measure) => [measure.label, measure]));
  return present.map((measure) => ({ ...measure, before: earlier.get(measure.label) }));
}

/** A figure and of how many it is: `6.5 h (12 answers)`; without one, that there is nothing to measure. */
export function inWords({ n, of, ...measure }: Measure): string {
  return measure.value === null ? 'nothing to measure' : `${figure(measure)} (${many(n, ...of)})`;
}

/** Hours from which on a figure is told in days: what lasted weeks is not counted in hours. Ours. */
const LONG_HOURS = 72;

function figure({ value, unit }: Pick<Measure, 'value' | 'unit'>): string {
  const rounded = (of: number) => String(Math.round(of * 10) / 10);
  const many = value ?? 0;
  if (unit === 'h' && many >= LONG_HOURS) return `${rounded(many / 24)} d`;
  return unit === '' ? rounded(many) : `${rounded(many)} ${unit}`;
}

/** What a figure is compared with: `before 9 h (10)`, or that there is no comparison. */
export function beforeInWords({ value, before }: Metric): string {
  if (before === undefined || before.value === null || value === null) return 'no comparison';
  return `before ${figure(before)} (${before.n})`;
}

function hours(from: DateTime, to: DateTime): number {
  return to.diff(from).as('hours');
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}

function percent(part: number, all: number): number | null {
  return all === 0 ? null : (100 * part) / all;
}

function ratio(many: number, of: number): number | null {
  return of === 0 ? null : many / of;
}

function distinct(rows: readonly { dependencyId: string }[]): number {
  return new Set(rows.map(({ dependencyId }) => dependencyId)).size;
}
