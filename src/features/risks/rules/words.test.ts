import { DateTime } from 'luxon';
import { InvalidInput } from '../../../core/errors.ts';
import { Trigger } from '../model.ts';
import { readRiskWords } from './risk-words.ts';
import { readTrigger, TRIGGER_EXAMPLES, triggerWords } from './trigger-words.ts';

const SPEAKER = { zone: 'Europe/Berlin', now: DateTime.fromISO('2026-11-30T07:00:00Z', { zone: 'utc' }) };
const read = (words: string, own?: string) => readTrigger(words, own, SPEAKER);

it.each([
  ['on 5 Dec', { kind: 'date', on: '2026-12-05' }],
  ['on 2026-12-05', { kind: 'date', on: '2026-12-05' }],
  ['DEP-4 red', { kind: 'status', dependency: 'DEP-4', colour: 'red' }],
  ['dep 4 turns Yellow.', { kind: 'status', dependency: 'DEP-4', colour: 'yellow' }],
  ['float of DEP-4 below 3', { kind: 'float', dependency: 'DEP-4', below: 3 }],
  ['Float of dep-4 < 3 days', { kind: 'float', dependency: 'DEP-4', below: 3 }],
  ['DEP-4 silent for 5 days', { kind: 'silence', dependency: 'DEP-4', days: 5 }],
  ['gate of DEP-4 late', { kind: 'gate-late', dependency: 'DEP-4' }],
  ['gate of DEP-4 is late', { kind: 'gate-late', dependency: 'DEP-4' }],
])('reads %s', (words, trigger) => {
  expect(read(words)).toEqual(trigger);
});

it.each(['red', 'float below 3', 'silent for 5 days', 'gate late'])(
  'takes the risk’s own dependency for %s',
  (words) => {
    expect(read(words, 'DEP-7')).toMatchObject({ dependency: 'DEP-7' });
    expect(() => read(words)).toThrow(InvalidInput);
  },
);

it.each([...TRIGGER_EXAMPLES])('writes %s so that it is read again', (words) => {
  const trigger = read(words);
  expect(Trigger.parse(trigger)).toEqual(trigger);
  expect(read(triggerWords(trigger, true))).toEqual(trigger);
  expect(read(triggerWords(trigger))).toEqual(trigger);
});

it.each([
  '',
  'DEP-4',
  'DEP-4 green',
  'when it rains',
  'on the vendor',
  'float of DEP-4 below',
  'DEP-4 red; drop table',
])('refuses “%s”', (words) => {
  expect(() => read(words)).toThrow(InvalidInput);
});

describe('the words of a risk', () => {
  it('come apart in any order', () => {
    expect(readRiskWords('dep-4 @ben, one sandbox; trigger: DEP-4 red; kind: Vendor mitigation: book our own')).toEqual(
      {
        dependency: 'DEP-4',
        owner: 'ben',
        text: 'one sandbox',
        trigger: 'DEP-4 red',
        kind: 'vendor',
        mitigation: 'book our own',
      },
    );
  });

  it('keep a version or a number at the beginning as words', () => {
    expect(readRiskWords('v2 is late')).toMatchObject({ dependency: undefined, owner: undefined, text: 'v2 is late' });
    expect(readRiskWords('7 @ben x')).toMatchObject({ dependency: 'DEP-7', owner: 'ben', text: 'x' });
    expect(readRiskWords('7 teams share one')).toMatchObject({ dependency: undefined, text: '7 teams share one' });
  });
});
