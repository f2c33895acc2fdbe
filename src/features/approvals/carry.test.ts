import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Consumer } from '../consumers/index.ts';
import type { Change } from '../contracts/model.ts';
import { type Before, carry } from './carry.ts';
import type { Seat, Vote } from './model.ts';

const AT = DateTime.fromISO('2026-11-30T09:00:00Z', { zone: 'utc' });
const POLICY = { name: 'Draft review', criteria: ['Scope matches'] };

const change = (fingerprint: string, name: Change['class'] = 'breaking'): Change => ({
  class: name,
  rule: 'r',
  path: '/paths',
  where: 'GET /orders',
  message: 'It is gone.',
  fingerprint,
});
const seat = (personId: string, consumers?: string[]): Seat => ({
  personId,
  as: 'lead',
  cards: [],
  ...(consumers && { consumers }),
});
const vote = (approverId: string, more: Partial<Vote> = {}): Vote => ({
  gateId: 'g',
  approverId,
  byId: approverId,
  vote: 'approve',
  comment: null,
  at: AT,
  carriedFrom: null,
  ...more,
});
const before = (more: Partial<Before> = {}): Before => ({
  version: '1.4.0',
  gate: POLICY,
  votes: [vote('chloe')],
  changes: [change('a'), change('b', 'additive')],
  hits: [
    { use: 'GET /orders', fingerprints: ['a'] },
    { use: 'GET /health', fingerprints: [] },
  ],
  ...more,
});
const consumer = (teamId: string, ...uses: string[]): Consumer => ({
  teamId,
  team: teamId,
  uses: uses.length === 0 ? undefined : uses,
});
const chloe = seat('chloe', ['part']);
const carried = (of: Before, uses: string[], seats = [chloe]) =>
  carry(seats, POLICY, of, [consumer('part', ...uses)]).map(({ vote: one }) => one !== undefined);

it('carries a signature over changes that hit nothing of what its team uses, with their fingerprints', () => {
  const [found] = carry([chloe], POLICY, before(), [consumer('part', 'GET /health')]);

  expect(found).toEqual({
    seat: chloe,
    vote: {
      approverId: 'chloe',
      byId: 'chloe',
      vote: 'approve',
      comment: null,
      carriedFrom: { version: '1.4.0', at: '2026-11-30T09:00:00.000Z', fingerprints: ['a'] },
    },
  });
});

it.each([
  ['a change hits a use', before(), ['GET /health', 'GET /orders']],
  ['nothing is declared', before(), []],
  ['a use was declared after the changes were looked at', before(), ['GET /new']],
  ['it was not signed', before({ votes: [] }), ['GET /health']],
  ['somebody else signed it', before({ votes: [vote('chloe', { byId: 'dev' })] }), ['GET /health']],
  ['changes were requested', before({ votes: [vote('chloe', { vote: 'request-changes' })] }), ['GET /health']],
  ['the gate was never opened', before({ gate: undefined, votes: [] }), ['GET /health']],
  ['the gate asks for something else now', before({ gate: { ...POLICY, criteria: ['More'] } }), ['GET /health']],
])('asks anew where %s', (_, of, uses) => {
  expect(carried(of, uses)).toEqual([false]);
});

it('names what hits a consumer, the first of many', () => {
  const changes = ['a', 'b', 'c', 'd'].map((one) => change(one));
  const [found] = carry([chloe], POLICY, before({ changes }), [consumer('part')]);

  expect(found?.seat.hitBy).toEqual({ many: 4, first: changes.slice(0, 3) });
});

it('asks whoever signs for the producer, too or alone, and all where nothing breaks but a consumer signed', () => {
  const harmless = before({ changes: [change('b', 'additive')] });

  expect(carried(harmless, [], [seat('chloe'), chloe])).toEqual([false, true]);
});

it('remembers through several versions for which one it was given', () => {
  const from = { version: '1.2.0', at: AT.toISO() ?? '', fingerprints: ['z'] };
  const [found] = carry([chloe], POLICY, before({ votes: [vote('chloe', { carriedFrom: from })] }), [
    consumer('part', 'GET /health'),
  ]);

  expect(found?.vote?.carriedFrom).toEqual({ ...from, fingerprints: ['a'] });
});

it('never carries what a breaking change hits, whoever signed and whatever is declared', () => {
  const team = fc.constantFrom('part', 'data', 'bill');
  const use = fc.constantFrom('GET /a', 'GET /b', 'GET /c', 'GET /d');
  const print = fc.constantFrom<string>('1', '2', '3');
  const scene = fc.record({
    changes: fc.array(fc.record({ print, grave: fc.boolean() }), { maxLength: 4 }),
    hits: fc.uniqueArray(fc.record({ use, fingerprints: fc.array(print) }), { selector: (one) => one.use }),
    uses: fc.uniqueArray(fc.record({ team, uses: fc.array(use) }), { selector: (one) => one.team }),
    seats: fc.array(fc.array(team, { minLength: 1 }), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(scene, ({ changes, hits, uses, seats }) => {
      const all = changes.map((one) => change(one.print, one.grave ? 'breaking' : 'additive'));
      const consumers = uses.map((one) => consumer(one.team, ...one.uses));
      const own = seats.map((teams, n) => seat(`p${n}`, teams));
      const votes = own.map((one) => vote(one.personId));
      const found = carry(own, POLICY, before({ changes: all, hits, votes }), consumers);
      const grave = all.filter((one) => one.class === 'breaking').map((one) => one.fingerprint);
      for (const [n, { vote: one }] of found.entries()) {
        const isHit = (seats[n] ?? []).some((teamId) => {
          const declared = consumers.find((other) => other.teamId === teamId)?.uses;
          if (declared === undefined) return grave.length > 0;
          return declared.some((each) => {
            const known = hits.find((other) => other.use === each);
            return grave.some((print_) => known === undefined || known.fingerprints.includes(print_));
          });
        });
        expect(one === undefined).toBe(isHit);
      }
    }),
  );
});
