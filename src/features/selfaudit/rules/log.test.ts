import { DateTime } from 'luxon';
import { Policy } from '../../programme/model.ts';
import { programmeChanges } from './log.ts';

const at = DateTime.fromISO('2027-02-01T10:00:00Z', { zone: 'utc' });
const tuesdays = { weekdays: [2], time: '09:30' };
const fridays = { weekdays: [5], time: '10:00' };
const change = (action: string, before: unknown, after: unknown) => programmeChanges([{ at, action, before, after }]);

it('takes parts that an entry does not name for unchanged, not for what a policy begins with', () => {
  const before = { brief: { people: [] } };
  expect(change('programme.settings-changed', before, { brief: { people: ['eva'] } })).toEqual([
    { at, before: {}, after: {} },
  ]);
  expect(change('programme.imported', { leadIds: ['a'] }, { leadIds: ['b'] })).toEqual([
    { at, before: { leadIds: ['a'] }, after: { leadIds: ['b'] } },
  ]);
});

it.each(['programme.settings-changed', 'programme.policy-applied'])('reads a part that changed in %s', (action) => {
  expect(change(action, { cadence: tuesdays }, { cadence: fridays })).toEqual([
    { at, before: { cadence: tuesdays }, after: { cadence: fridays } },
  ]);
});

it('reads the whole policy that a register file brought', () => {
  const [found] = change('programme.imported', null, { leadIds: ['a'], policy: Policy.parse({ cadence: fridays }) });
  expect(found?.before).toBeNull();
  expect(found?.after).toMatchObject({ leadIds: ['a'], cadence: fridays });
  expect(Object.keys(found?.after ?? {}).sort()).toEqual(['cadence', 'channels', 'leadIds', 'nudges']);
});
