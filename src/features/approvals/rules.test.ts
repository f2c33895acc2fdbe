import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Calendar } from '../../core/calendar.ts';
import type { ContactRole } from '../programme/model.ts';
import {
  type Circle,
  dueOf,
  hasPassed,
  nextReminder,
  pendingSeats,
  reminderMoment,
  resolveApprovers,
  seatToVoteFor,
  signaturesNeeded,
} from './rules.ts';

const NOBODY = { roles: [], people: [], teams: [], leadsOf: [] };

/** Ids are handles here. */
function circle(changes: Partial<Circle> & { contacts?: Partial<Record<ContactRole, string>> } = {}): Circle {
  const person = (id: string, teamId: string, delegateId: string | null) =>
    [id, { id, handle: id, teamId, delegateId }] as const;
  const { contacts = { product: 'chloe', engineering: 'eve' }, ...rest } = changes;
  return {
    programme: { name: 'Q1 launch', leadIds: ['lena'] },
    dependency: {
      producerTeamId: 'plat',
      obligations: [],
      consumers: [{ teamId: 'part', neededBy: null, priority: null }],
      contacts: Object.entries(contacts).map(([role, personId]) => ({
        role: role as ContactRole, // Object.entries forgets the keys' type
        personId,
        authority: null,
        reviewCadence: null,
        delegateId: null,
      })),
    },
    people: new Map([
      person('ana', 'plat', 'ben'),
      person('ben', 'plat', 'ana'),
      person('chloe', 'part', 'dev'),
      person('dev', 'data', null),
      person('eve', 'part', 'chloe'),
      person('lena', 'plat', 'ana'),
    ]),
    teams: [
      { id: 'plat', key: 'plat', name: 'Product Platform', leadId: 'ben' },
      { id: 'part', key: 'part', name: 'Partner Experience', leadId: 'chloe' },
      { id: 'data', key: 'data', name: 'Data Insights', leadId: null },
    ],
    submitterId: 'ana',
    ...rest,
  };
}

function signers(policy: Partial<Parameters<typeof resolveApprovers>[0]>, of: Circle): [string, string][] {
  return resolveApprovers({ ...NOBODY, ...policy }, of).map((seat) => [seat.personId, seat.as]);
}

describe('who signs', () => {
  it('are contacts by role, people by handle, and leads of teams', () => {
    expect(signers({ roles: ['engineering'], people: ['@Dev'], leadsOf: ['producer', 'consumers'] }, circle())).toEqual(
      [
        ['eve', 'engineering contact of Partner Experience'],
        ['dev', 'approver by name'],
        ['ben', 'lead of Product Platform'],
        ['chloe', 'lead of Partner Experience'],
      ],
    );
  });

  it('are counted once, in all their capacities', () => {
    expect(signers({ roles: ['product'], leadsOf: ['consumers'] }, circle())).toEqual([
      ['chloe', 'product contact and lead of Partner Experience'],
    ]);
  });

  it('is a lead of the programme for whoever is missing, and says for whom', () => {
    const noLead = { ...circle().dependency, consumers: [{ teamId: 'data', neededBy: null, priority: null }] };
    expect(signers({ roles: ['qa'] }, circle())).toEqual([['lena', 'lead of Q1 launch, for the missing QA contact']]);
    expect(signers({ people: ['ghost'] }, circle())).toEqual([
      ['lena', 'lead of Q1 launch, for @ghost, whom the register does not know'],
    ]);
    expect(signers({ leadsOf: ['consumers'] }, circle({ dependency: noLead }))).toEqual([
      ['lena', 'lead of Q1 launch, for the missing lead of Data Insights'],
    ]);
    expect(signers({}, circle())).toEqual([['lena', 'lead of Q1 launch, for a gate whose policy names nobody']]);
  });

  it('is the delegate of a submitter, and a lead where there is none', () => {
    const as = 'engineering contact of Partner Experience, for @eve who submitted it';
    const alone = new Map(circle().people).set('eve', { id: 'eve', handle: 'eve', teamId: 'part', delegateId: null });
    expect(signers({ roles: ['engineering'] }, circle({ submitterId: 'eve' }))).toEqual([['chloe', as]]);
    expect(signers({ roles: ['engineering'] }, circle({ submitterId: 'eve', people: alone }))).toEqual([['lena', as]]);
  });

  it('prefers the delegate named for this contact', () => {
    const of = circle({ submitterId: 'eve' });
    for (const contact of of.dependency.contacts) contact.delegateId = 'dev';

    expect(signers({ roles: ['engineering'] }, of).map(([id]) => id)).toEqual(['dev']);
  });

  it('is never nobody: a seat that only the submitter could take is theirs to hand over', () => {
    const of = circle({ submitterId: 'lena', programme: { name: 'Q1 launch', leadIds: ['lena'] }, contacts: {} });
    const alone = { ...of, people: new Map([...of.people].filter(([id]) => id === 'lena')) };

    expect(signers({ roles: ['qa'] }, alone).map(([id]) => id)).toEqual(['lena']);
  });

  it('is the submitter only when there is nobody else', () => {
    const ids = ['ana', 'ben', 'chloe', 'dev', 'eve', 'lena'];
    const policy = fc.record({
      roles: fc.subarray<ContactRole>(['product', 'engineering', 'qa', 'analytics']),
      people: fc.subarray([...ids, 'ghost']),
      teams: fc.subarray(['plat', 'part', 'data', 'ghost']),
      leadsOf: fc.subarray<'producer' | 'consumers'>(['producer', 'consumers']),
    });
    fc.assert(
      fc.property(policy, fc.constantFrom(...ids), (wanted, submitterId) => {
        const seats = resolveApprovers(wanted, circle({ submitterId }));
        const people = seats.map((seat) => seat.personId);
        expect(people.length).toBeGreaterThan(0);
        expect(people).not.toContain(submitterId);
        expect(new Set(people).size).toBe(people.length);
      }),
    );
  });
});

describe('a team', () => {
  const team = (changes: Parameters<typeof circle>[0], policy: Partial<Parameters<typeof resolveApprovers>[0]> = {}) =>
    resolveApprovers({ ...NOBODY, teams: ['part'], ...policy }, circle(changes));

  it('has one seat, held by its lead, which any of its people may fill', () => {
    const seats = team({});
    expect(seats).toMatchObject([
      { personId: 'chloe', as: 'one of Partner Experience', team: { memberIds: ['chloe', 'eve'] } },
    ]);
    const voter = (id: string) => ({ id, submitterId: 'ana' });
    expect(seatToVoteFor({ approvers: seats }, [], voter('eve'), new Map())?.personId).toBe('chloe');
    expect(seatToVoteFor({ approvers: seats }, [], voter('dev'), new Map())).toBeUndefined();
    expect(seatToVoteFor({ approvers: seats }, [], { id: 'eve', submitterId: 'eve' }, new Map())).toBeUndefined();
  });

  it('is asked by another one where its lead submitted or is missing', () => {
    expect(team({ submitterId: 'chloe' })).toMatchObject([
      { personId: 'eve', as: 'one of Partner Experience, for @chloe who submitted it' },
    ]);
    expect(team({}, { teams: ['data'] })).toMatchObject([{ personId: 'dev', as: 'one of Data Insights' }]);
    expect(team({}, { teams: ['ghost'] })).toMatchObject([
      { personId: 'lena', as: 'lead of Q1 launch, for ghost, a team that the register does not know' },
    ]);
  });

  it('leaves the seat to its lead alone who signs in another capacity too', () => {
    expect(team({}, { roles: ['product'] })).toEqual([
      { personId: 'chloe', as: 'product contact and one of Partner Experience', cards: [] },
    ]);
  });
});

describe('compliance', () => {
  const compliance = (obligations: string[], contacts: Partial<Record<ContactRole, string>>) => {
    const of = circle({ contacts: { engineering: 'eve', ...contacts } });
    const dependency = { ...of.dependency, obligations };
    return resolveApprovers({ ...NOBODY, roles: ['engineering', 'compliance'] }, { ...of, dependency });
  };

  it('signs where there are obligations, else not', () => {
    expect(compliance([], { compliance: 'dev' }).map((seat) => seat.personId)).toEqual(['eve']);
    expect(compliance(['PII'], { compliance: 'dev' })).toMatchObject([
      { personId: 'eve' },
      { personId: 'dev', as: 'compliance contact of Data Insights', compliance: true },
    ]);
    expect(compliance(['PII'], {})).toMatchObject([
      { personId: 'eve' },
      { personId: 'lena', as: 'lead of Q1 launch, for the missing compliance contact', compliance: true },
    ]);
  });
});

describe('quorum', () => {
  const quorum = fc.oneof(fc.constantFrom('all' as const, 'any' as const), fc.integer({ min: 1, max: 9 }));

  it('is reached by the signature that makes it enough, and by none before', () => {
    fc.assert(
      fc.property(quorum, fc.integer({ min: 1, max: 6 }), (wanted, count) => {
        const approvers = Array.from({ length: count }, (_, index) => ({ personId: String(index), as: '', cards: [] }));
        const needed = signaturesNeeded(wanted, count);
        const passedAfter = approvers.map((_, signed) =>
          hasPassed(
            { quorum: wanted, approvers },
            approvers.slice(0, signed + 1).map(() => ({ vote: 'approve' })),
          ),
        );
        expect(hasPassed({ quorum: wanted, approvers }, [])).toBe(false);
        expect(passedAfter.indexOf(true)).toBe(needed - 1);
        expect(needed).toBeLessThanOrEqual(count);
      }),
    );
  });

  it('counts signatures only', () => {
    const gate = { quorum: 'any' as const, approvers: [{ personId: 'eve', as: '', cards: [] }] };
    expect(hasPassed(gate, [{ vote: 'request-changes' }])).toBe(false);
  });
});

describe('whose seat a vote takes', () => {
  const gate = { approvers: ['eve', 'dev'].map((personId) => ({ personId, as: '', cards: [] })) };
  const acting = new Map([
    ['eve', 'dev'],
    ['dev', 'dev'],
  ]);
  const voter = (id: string) => ({ id, submitterId: 'ana' });

  it('is one’s own before that of somebody one stands in for', () => {
    expect(seatToVoteFor(gate, [], voter('dev'), acting)?.personId).toBe('dev');
  });

  it('is none after voting, so that nobody counts twice', () => {
    const votes = [{ approverId: 'dev', byId: 'dev' }];
    expect(pendingSeats(gate, votes).map((seat) => seat.personId)).toEqual(['eve']);
    expect(seatToVoteFor(gate, votes, voter('dev'), acting)).toBeUndefined();
  });

  it('is that of somebody away', () => {
    expect(seatToVoteFor(gate, [], voter('ben'), new Map([['eve', 'ben']]))?.personId).toBe('eve');
  });

  it('is none for the submitter, also as a stand-in', () => {
    expect(seatToVoteFor(gate, [], voter('ana'), new Map([['eve', 'ana']]))).toBeUndefined();
  });
});

describe('times', () => {
  const hours = { workStart: { hour: 9, minute: 0 }, workEnd: { hour: 18, minute: 0 } };
  const berlin: Calendar = { zone: 'Europe/Berlin', country: 'DE', ...hours };
  const newYork: Calendar = { zone: 'America/New_York', country: 'US', ...hours };
  const dubai: Calendar = { zone: 'Asia/Dubai', weekend: [5, 6], ...hours };
  const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' });

  it('let a gate be due at 17:00 of the approver who has it last, by their own working days', () => {
    // Wed 25 Nov; Thu 26 is Thanksgiving.
    const now = at('2026-11-25T12:00:00Z');
    expect(dueOf([berlin], 2, now).toISO()).toBe('2026-11-27T16:00:00.000Z');
    expect(dueOf([berlin, newYork], 2, now).toISO()).toBe('2026-11-30T22:00:00.000Z');
  });

  it('remind at 09:30 of the next working day', () => {
    expect(nextReminder(berlin, at('2026-12-04T10:00:00Z')).at.toISO()).toBe('2026-12-07T08:30:00.000Z');
    expect(nextReminder(dubai, at('2026-12-03T10:00:00Z'))).toMatchObject({ date: '2026-12-06' });
  });

  it('let a reminder through in working hours after 09:30 only', () => {
    expect(reminderMoment(berlin, at('2026-12-01T13:00:00Z')).toISO()).toBe('2026-12-01T13:00:00.000Z');
    expect(reminderMoment(berlin, at('2026-12-01T05:00:00Z')).toISO()).toBe('2026-12-01T08:30:00.000Z');
    expect(reminderMoment(berlin, at('2026-12-01T19:00:00Z')).toISO()).toBe('2026-12-02T08:30:00.000Z');
    expect(reminderMoment(berlin, at('2026-12-05T12:00:00Z')).toISO()).toBe('2026-12-07T08:30:00.000Z');
  });

  it('let nobody be reminded outside their working hours', () => {
    const night: Calendar = { ...berlin, workStart: { hour: 22, minute: 0 }, workEnd: { hour: 6, minute: 0 } };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 14 * 24 * 60 }),
        fc.constantFrom(berlin, newYork, dubai, night),
        (minutes, calendar) => {
          const now = at('2026-12-01T00:00:00Z').plus({ minutes });
          const moment = reminderMoment(calendar, now);
          expect(moment >= now).toBe(true);
          expect(reminderMoment(calendar, moment).toMillis()).toBe(moment.toMillis());
        },
      ),
    );
  });
});
