import { DateTime } from 'luxon';
import type { Trigger } from '../model.ts';
import { type WatchedFacts, whyTrue } from './come-true.ts';

const NOW = DateTime.fromISO('2026-12-06T08:30:00Z', { zone: 'utc' });
const QUIET: WatchedFacts = { colour: 'green', reason: null, silentSince: null, lateGate: null, float: null };
const on = { dependency: 'DEP-4' };

it.each<[Trigger, Partial<WatchedFacts>, string | undefined]>([
  [{ kind: 'status', ...on, colour: 'red' }, { colour: 'yellow' }, undefined],
  [{ kind: 'status', ...on, colour: 'red' }, { colour: 'red', reason: 'late' }, 'DEP-4 is ● RED: late'],
  [{ kind: 'status', ...on, colour: 'yellow' }, { colour: 'red' }, 'DEP-4 is ● RED'],
  [{ kind: 'status', ...on, colour: 'yellow' }, {}, undefined],
  [{ kind: 'float', ...on, below: 3 }, { float: 3 }, undefined],
  [{ kind: 'float', ...on, below: 3 }, { float: 2 }, 'the float of DEP-4 is 2 d, below 3'],
  [{ kind: 'float', ...on, below: 3 }, {}, undefined],
  [{ kind: 'silence', ...on, days: 5 }, { silentSince: '2026-12-01T08:30:00.001Z' }, undefined],
  [{ kind: 'silence', ...on, days: 5 }, { silentSince: '2026-12-01T08:30:00Z' }, 'DEP-4 has been silent for 5 days'],
  [{ kind: 'silence', ...on, days: 5 }, {}, undefined],
  [{ kind: 'gate-late', ...on }, { lateGate: 'gate 1 (Draft) is late' }, 'DEP-4: gate 1 (Draft) is late'],
  [{ kind: 'gate-late', ...on }, {}, undefined],
  [{ kind: 'date', on: '2026-12-01' }, {}, undefined],
])('%j by %j: %s', (trigger, facts, why) => {
  expect(whyTrue(trigger, { ...QUIET, ...facts }, NOW)).toBe(why);
  expect(whyTrue(trigger, undefined, NOW)).toBeUndefined();
});
